"""Rows of a workbook of ours that wait for a window are no data to import."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.command_line import Run
from xl_appraisal.model.rulebook import load_rulebook
from xl_appraisal.work.begin_quarter import build


def test_a_new_workbook_with_spare_rows_is_imported_as_a_table(
    run: Callable[..., Run], tmp_path: Path
) -> None:
    """Two windows of three; the blank rows below them, formulas alone, are passed over."""
    before, now = tmp_path / "旧.xlsm", tmp_path / "新.xlsm"
    build(before, load_rulebook(), ["甲", "乙"], "2023Q1")
    build(now, load_rulebook(), ["甲", "乙", "丙"], "2023Q1")
    done = run("import", now, "--table", before)
    assert "“名次表”：写入2个数值" in done.out
