"""What Excel tells of a sheet's looks is what its file tells: one seal by either door."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import openpyxl
import pytest

from tests.excel.memory_cells import TOUCHES, Content, content_of
from tests.excel.memory_engine import MemoryEngine
from tests.excel.memory_looks import SheetCells
from xl_appraisal.book.sheets import SHEETS
from xl_appraisal.hosts import FileHost
from xl_appraisal.hosts.excel.excel_host import XlwingsHost
from xl_appraisal.model.grid import Area
from xl_appraisal.model.looks import Looks
from xl_appraisal.model.record import replace
from xl_appraisal.work.closing import close, verify
from xl_appraisal.work.closing.shown_otherwise import shown_otherwise

NOON = dt.datetime(2024, 4, 8, 12)


def opened(engine: MemoryEngine, path: Path) -> XlwingsHost:
    """The file as Excel would hold it."""
    file = FileHost(path)
    made = {
        name: content_of(grid, file.looks(name))
        for name in SHEETS
        if (grid := file.grid(name)) is not None
    }
    for content in made.values():
        content.conditions = [None, *content.shown.conditional]
        if content.shown.filtered:
            rows = content.shown.filtered
            content.filtered = Area(min(rows) - 2, 1, max(rows), 9)
    return XlwingsHost(engine.open("/one/2023Q1.xlsx", made))


@pytest.fixture
def quarter(demo_folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(demo_folder / "2023Q1.xlsx", tmp_path / "2023Q1.xlsx"))


def test_excel_and_the_file_tell_the_same(engine: MemoryEngine, quarter: Path) -> None:
    """Formats that mislead, a hidden row and column, a filter; each named by hand below."""
    book = openpyxl.load_workbook(quarter)
    ranking, staff, published = book["名次表"], book["人员考核"], book["公布成绩"]
    ranking["J8"].value, ranking["J8"].number_format = 7.26, '"119.99"'
    ranking["B9"].number_format = ';;;"残联"'
    staff["C5"].value, staff["C5"].number_format = 7.26, "0"
    ranking.row_dimensions[10].hidden = True
    staff.column_dimensions["B"].hidden = True
    ranking.column_dimensions["O"].width = 1.2  # its format shows 101, three places
    ranking["O8"].value = 100.5
    ranking.column_dimensions["M"].width = 0.4
    ranking.row_dimensions[11].height = 2
    published.auto_filter.ref = f"A3:I{published.max_row}"
    published.auto_filter.add_filter_column(0, ["税务"])
    for row in range(5, published.max_row + 1):
        published.row_dimensions[row].hidden = True
    book.save(quarter)
    file, excel = shown_otherwise(FileHost(quarter)), shown_otherwise(opened(engine, quarter))
    assert file is not None and excel is not None
    assert excel == file
    assert {
        "名次表第10行是隐藏的",
        "名次表第11行是隐藏的",
        "名次表O列太窄，显示不出数字",
        "名次表M列是隐藏的",
        "名次表!J8的数字格式把7.26显示成“119.99”",
        "名次表!B9的数字格式把文字显示成“残联”",
        "人员考核B列是隐藏的",
        "人员考核!C5的数字格式把7.26显示成“7”",
    } <= set(excel.otherwise)
    assert excel.filtered == ("公布成绩",)


def test_a_seal_made_in_the_file_holds_in_excel_and_the_other_way(
    engine: MemoryEngine, quarter: Path
) -> None:
    """Nothing is left open and nothing is told as changed; then a row is hidden in Excel."""
    file = FileHost(quarter)
    close(file, now=NOON)
    file.save()
    host = opened(engine, quarter)
    assert (verify(host).problems, verify(host).notes) == ((), ())
    content = host.book.impl._page("名次表")._content
    content.shown = replace(content.shown, hidden_rows=frozenset({3, 10}))
    (problem,) = verify(host).problems
    assert problem == "显示与封存时不同：名次表第10行是隐藏的。"


def test_the_looks_of_a_whole_book_take_few_calls(engine: MemoryEngine, quarter: Path) -> None:
    """Two or three calls for each of some 120 columns of nine sheets; a cell each were 1,900."""
    host = opened(engine, quarter)
    grids = [grid for name in SHEETS if (grid := host.grid(name)) is not None]
    TOUCHES.clear()
    for grid in grids:
        assert host.looks(grid.name) is not None
    columns = sum(len({column for _, column in grid.cells}) for grid in grids)
    assert sum(TOUCHES[n] for n in ("NumberFormat", "RowHeight", "ColumnWidth")) < 6 * columns
    assert sum(len(grid.cells) for grid in grids) > 14 * columns  # a call each would be more


@pytest.mark.parametrize(("area", "told"), [(Area(1, 1, 4, 1), ()), (None, (3,))])
def test_rows_under_the_filter_of_a_table(
    engine: MemoryEngine, area: Area | None, told: tuple[int, ...]
) -> None:
    """Row 3 is hidden: by the table's filter, or, where that is not in use, for good."""
    cells = {(row, 1): (float(row), None) for row in range(1, 6)}
    content = Content(cells, shown=Looks(hidden_rows=frozenset({3})), filtered_tables=[area])
    found = XlwingsHost(engine.open("/one/book.xlsx", {"名次表": content})).looks("名次表")
    assert found is not None
    assert found.hidden_rows == frozenset(told)
    assert found.filtered == frozenset({3} - set(told))


@pytest.mark.parametrize(("code", "told"), [(None, set()), ("General", set()), ("0", {"0"})])
def test_a_number_format_of_a_condition(
    engine: MemoryEngine, code: str | None, told: set[str]
) -> None:
    """A colour alone says nothing else than the cell."""
    content = Content({(1, 1): (7.26, None)}, conditions=[None, code])
    found = XlwingsHost(engine.open("/one/book.xlsx", {"名次表": content})).looks("名次表")
    assert found is not None
    assert found.conditional == told


def test_a_version_that_does_not_tell_is_said_to_leave_it_open(
    engine: MemoryEngine, quarter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a member for conditional formats: no looks, a closing all the same, and a note."""
    host = opened(engine, quarter)
    monkeypatch.delattr(SheetCells, "FormatConditions")
    assert host.looks("名次表") is None
    close(host, now=NOON)
    verdict = verify(host)
    assert verdict.sound and "这里核验不了" in verdict.notes[0]
