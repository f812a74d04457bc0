"""The lines of the self-check have one writer: each row is asked for, and each name has a row."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.asked_names import asked, unasked
from xl_appraisal.setup import doctor
from xl_appraisal.setup.doctor.report_line import SEVERITY_NAMES, line, lines_by_name

FOLDER = Path(doctor.__file__).parent
NAMES = re.compile(r'"([a-z_]+\.?[a-z_]*)"')


def test_every_row_is_said_somewhere() -> None:
    """Its name stands in the self-check's source, alone or with its circumstance made there."""
    source = "\n".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("*.py"))
    patterns = asked(FOLDER.glob("*.py"), {"line": 0}) | {
        re.escape(n) for n in NAMES.findall(source)
    }
    assert unasked(lines_by_name(), patterns) == []


def test_every_name_asked_for_has_a_row() -> None:
    """Nobody meets a self-check that fails for want of its words."""
    names = asked(FOLDER.glob("*.py"), {"line": 0})
    assert len(names) > 50
    missing = [p for p in names if not any(re.fullmatch(p, row) for row in lines_by_name())]
    assert missing == []


def test_every_row_has_a_severity_and_texts() -> None:
    """One of the four severities, what was checked and what was found."""
    for severity, checked, found, *remedy in lines_by_name().values():
        assert severity in SEVERITY_NAMES
        assert checked and found and len(remedy) <= 1


def test_a_line_is_made_of_its_row_and_words() -> None:
    """Words of its own and those that all lines have; the circumstance is no part of the code."""
    gone = line("interpreter.gone", path="C:\\py.exe")
    assert (gone.severity, gone.code) == ("error", "interpreter")
    assert gone.found == "C:\\py.exe 不存在"
    assert gone.remedy == "关闭所有 Excel 窗口，运行 xl-appraisal install，再启动 Excel。"
    with pytest.raises(KeyError):
        line("interpreter.gone")
