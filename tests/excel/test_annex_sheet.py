"""生成名次表: the published table as values, sorted, in the official layout and nothing else."""

from __future__ import annotations

from decimal import Decimal

from tests.excel.conftest import Opened, ref_of, row_of
from tests.excel.memory_cells import Content
from tests.excel.real_table import COLUMNS, FIRST, NAMES, cell_value
from tests.published import rows
from xl_appraisal import macros
from xl_appraisal.book.sheets import ANNEX_ROW, ID_ROW, RANKING, TITLE_ROW
from xl_appraisal.doors.buttons.results_buttons import ANNEX
from xl_appraisal.model.exact import half_up
from xl_appraisal.model.grid import Area

TOP = FIRST - 1  # the hidden row of ids above the windows is gone
PRINTED = 49


def annex(book: Opened) -> Content:
    return book.content(ANNEX)


def line(book: Opened, row: int) -> list[object]:
    return [annex(book).cells.get((row, column), (None,))[0] for column in range(1, PRINTED + 1)]


def shuffled(book: Opened) -> None:
    """Exchange the rows of the first and the last window."""
    cells = book.content().cells
    first, last = FIRST, FIRST + len(NAMES) - 1
    for column in range(1, 60):
        a, b = cells.pop((first, column), None), cells.pop((last, column), None)
        if a is not None:
            cells[last, column] = a
        if b is not None:
            cells[first, column] = b


def test_the_annex_is_the_published_table(opening) -> None:
    """All 49 columns of all 25 windows, from a workbook in another order."""
    book = opening(functions=True)
    shuffled(book)
    macros.generate_annex()
    assert book.app._alerts == []
    for row, published in enumerate(rows(), TOP):
        wanted = [cell_value(published[f"c{n}"]) or None for n in range(1, PRINTED + 1)]
        found = line(book, row)
        total = half_up(Decimal(repr(found[8])), 2)
        assert [*found[:8], float(total), *found[9:]] == wanted, published["c2"]


def test_the_heading_and_the_names_stay_in_sight(opening) -> None:
    """All above the first window, which scrolls; rank and window beside it."""
    book = opening(functions=True)
    macros.generate_annex()
    looks = annex(book).looks
    assert looks["window", "frozen"] == TOP - 1
    assert looks["window", "frozen beside"] == COLUMNS["window"]


def test_it_holds_values_alone(opening) -> None:
    """No formula on the table, in the title or beside it; no button; no merged data."""
    book = opening(functions=True)
    book.content().shapes += ["按钮 1", "按钮 2"]
    book.put((TITLE_ROW, 1), ("晋江市政务服务中心名次表", '规则!$C$4&"名次表"'))
    macros.generate_annex()
    assert all(formula is None for _, formula in annex(book).cells.values())
    assert annex(book).cells[TITLE_ROW, 1] == ("晋江市政务服务中心名次表", None)
    assert annex(book).shapes == []
    assert book.content().shapes == ["按钮 1", "按钮 2"]


def test_working_columns_legend_and_ids_are_gone_and_the_layout_stays(book) -> None:
    """49 columns; title, header and remarks with their merged cells; each column its width."""
    source = book.content()
    source.widths = {column: 5.0 + column for column in range(1, source.used().right + 1)}
    source.formats = {9: "0.00_ ", 45: "0%"}
    before = source.copy()
    macros.generate_annex()
    made = annex(book)
    assert max(column for _, column in made.cells) == PRINTED
    assert made.widths == {column: 5.0 + column for column in range(1, PRINTED + 1)}
    assert made.formats == before.formats
    assert made.cells[ANNEX_ROW, 1] == before.cells[ANNEX_ROW, 1]
    header = [a for a in before.merges if ID_ROW < a.top < FIRST and a.right <= PRINTED]
    assert set(made.merges) >= {Area(a.top - 1, a.left, a.bottom - 1, a.right) for a in header}
    remarks = [v for (r, _), (v, _) in before.cells.items() if r >= FIRST + 25 and v]
    assert [v for (r, _), (v, _) in sorted(made.cells.items()) if r >= TOP + 25] == remarks
    assert source.cells == before.cells


def test_it_can_be_made_again(book) -> None:
    """The sheet is made anew after a change; there is one of it, and it is in front."""
    macros.generate_annex()
    book.put(ref_of("应急管理", "item_19"), 1.0)
    macros.generate_annex()
    assert line(book, TOP)[1] == "应急管理"
    names = [sheet.name for sheet in book.front.sheets]
    assert names.count(ANNEX) == 1
    assert not any("生成中" in name for name in names)
    assert book.front.sheets.active.name == ANNEX


def test_after_a_failure_the_earlier_one_is_still_there(book, monkeypatch) -> None:
    """And no half-made sheet."""
    macros.generate_annex()
    before = annex(book).copy()

    def refuse(*_: object) -> None:
        raise OSError("0x800AC472")

    monkeypatch.setattr("xl_appraisal.hosts.excel.excel_host.XlwingsHost._cut", refuse)
    macros.generate_annex()
    assert "没有生成" in book.app._alerts[0]
    assert annex(book) == before
    assert not any("生成中" in sheet.name for sheet in book.front.sheets)


def test_windows_without_a_score_come_last_and_are_told_of(book) -> None:
    """With what stands in their cells, and no figure."""
    book.put(ref_of("公安出入境", "item_30"), "三分")
    macros.generate_annex()
    last = line(book, TOP + 24)
    assert last[1] == "公安出入境"
    assert (last[0], last[8], last[29]) == (None, None, "三分")
    assert "其中1个没有得分" in book.app._said[-1]


def test_blank_rows_among_and_below_the_windows_are_left_out(book) -> None:
    """A window was taken out of the middle of the table."""
    for column in range(1, 60):
        book.put((row_of("税务"), column), None)
    macros.generate_annex()
    windows = [line(book, row)[1] for row in range(TOP, TOP + 24)]
    assert windows == [name for name in NAMES if name != "税务"]
    assert str(annex(book).cells[TOP + 24, 1][0]).startswith("备注：")


def test_points_of_the_ledger_and_ticks_come_as_the_table_shows_them(book) -> None:
    """A tick written 是, a share written ９８％, points that only the ledger has."""
    place = COLUMNS["veto_43"], COLUMNS["item_45"]
    book.put((FIRST, place[0]), "是")
    book.put((FIRST, place[1]), "９８％")
    book.put((FIRST, COLUMNS["item_47"]), None)
    macros.generate_annex()
    made = line(book, TOP)
    assert (made[place[0] - 1], made[place[1] - 1]) == ("√", 0.98)
    assert made[46] == 3.0  # 公安出入境, column 47: routes.csv


def test_without_windows_there_is_a_table_of_none(book) -> None:
    """All rows emptied."""
    for row in range(FIRST, FIRST + 25):
        for column in range(1, 60):
            book.put((row, column), None)
    macros.generate_annex()
    assert book.app._alerts == []
    assert RANKING in [sheet.name for sheet in book.front.sheets]
    assert "0个窗口" in book.app._said[-1]
