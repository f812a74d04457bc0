"""The formulas of a plain workbook as Calc hands them over are those that it was made with."""

from __future__ import annotations

from pathlib import Path

from tests.libreoffice.bridge import load_uno
from tests.libreoffice.office import Office

load_uno()  # what works inside LibreOffice imports it

from xl_appraisal.doors.command_line.demo_command import make_demo  # noqa: E402
from xl_appraisal.hosts.calc.calc_host import CalcHost  # noqa: E402
from xl_appraisal.model.grid import Formula  # noqa: E402
from xl_appraisal.work.desk import appraise_host, replaced  # noqa: E402


def test_calc_tells_the_replaced_formula_and_no_other(office: Office, tmp_path: Path) -> None:
    """None at first; then the one that counts a line as nothing."""
    make_demo(tmp_path / "2023Q1.xlsx", native=True)
    host = CalcHost(office.open(tmp_path / "2023Q1.xlsx"))
    assert replaced(appraise_host(host), host.grid) == []
    host.write("算式明细", {(12, 4): Formula("0", None)})
    (told,) = replaced(appraise_host(host), host.grid)
    assert (told.code, told.where) == ("formula_replaced", "算式明细!D12")
