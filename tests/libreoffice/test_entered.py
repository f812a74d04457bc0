"""Formulas of Excel's files as they are entered into Calc, and the way back."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from tests.excel.real_table import COLUMNS, NAMES
from tests.libreoffice.bridge import load_uno
from tests.libreoffice.staffed import Desk, Opened
from tests.published import rows

load_uno()  # what works inside LibreOffice imports it
relink = importlib.import_module("xl_appraisal.doors.calc_extension.relink")

DATA = "$'通报数据'.$X$1:$X$2"
ITEMS = "INDEX($'名次表'.$J:$AX;{};0)".format


@pytest.fixture
def opened(calc_desk: Desk, filled: Path) -> Opened:
    return calc_desk.open(filled)


def test_names_become_plain_and_enough_stays_as_it_is() -> None:
    """A prefix of Excel's, small letters, a text that looks like a call."""

    def as_it_is(_name: str, arguments: list[str]) -> list[str]:
        return arguments

    for given, entered in [
        ("=_xll.WINDOW_TOTAL(J7:AX7)", "=WINDOW_TOTAL(J7:AX7)"),
        ("=window_total(5)+1", "=WINDOW_TOTAL(5)+1"),
        ('="WINDOW_TOTAL(5)"&A1', '="WINDOW_TOTAL(5)"&A1'),
        ("=IF(RED_FLAG(5;$'a;b'.A1)=\"(\";1;2)", "=IF(RED_FLAG(5;$'a;b'.A1)=\"(\";1;2)"),
    ]:
        assert relink.entered(given, as_it_is) == entered


def test_a_row_number_goes_back_as_one() -> None:
    """Whatever it was completed with, and within other formulas too."""
    own = "INDEX($'名次表'.$B:$C;7;0)"
    for number in ("7", "ROW()-1"):
        entered = f"=WINDOW_TOTAL({ITEMS(number)};{own};$'名次表'.$J$3:$AX$3;{DATA})+1"
        assert relink.as_written(entered) == f"=WINDOW_TOTAL({number})+1"
    module = f'=MODULE_SCORE({ITEMS(7)};"业务规范";{own};{DATA})'
    assert relink.as_written(module) == '=MODULE_SCORE(7;"业务规范")'
    for other in ("=WINDOW_TOTAL(J7:AX7;B7:C7)", "=STAFF_SCORE(COUNTA(B1:B3))"):
        assert relink.as_written(other) == other


def test_a_call_that_hands_too_little_over_is_completed(opened: Opened) -> None:
    """By number and by cells: the published figures, and they follow what is typed."""
    typed = opened.ranking.getCellRangeByName("BC60:BC64")
    for place, formula in enumerate(
        ("=WINDOW_TOTAL(7)", "=WINDOW_RANK(7)", "=WINDOW_TOTAL(J8:AX8)", "=ASSIST_BONUS(12)",
         '=MODULE_SCORE(7;"奖励分")')
    ):  # fmt: skip
        typed.getCellByPosition(0, place).Formula = relink.entered(
            formula, relink.Completing(opened.document)
        )
    values = [line[0] for line in typed.getDataArray()]
    first = rows()[0]
    assert values[0] == pytest.approx(float(first["c9"]), abs=0.005)
    assert values[1] == float(first["c1"])
    assert values[3] == 3.0
    assert values[4] == float(first["c8"])
    opened.at(7, "item_37").Value = 2.0
    assert typed.getCellByPosition(0, 0).Value == pytest.approx(values[0] - 2)
    assert typed.getCellByPosition(0, 1).Value == opened.at(7, "rank").Value
    assert opened.at(7, "window").String == NAMES[0]
    assert COLUMNS["window"] == 2
