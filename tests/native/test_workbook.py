"""The file itself: what is in it, what it shows, and what 重新计算 leaves as it was."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from tests.command_line import Run
from tests.libreoffice.office import Office
from tests.native.functions import EXCEL_2016
from tests.published import MODULE_COLUMNS, rows
from tests.workbook.libreoffice import recalculated_copies
from xl_appraisal.book.new.plain.helper_block import NATIVE_CHECK
from xl_appraisal.book.own_formulas import is_native
from xl_appraisal.book.read.quarter import read_quarter_book
from xl_appraisal.book.sheets import NATIVE_SHEETS, RANKING, SHEETS
from xl_appraisal.doors.command_line import main
from xl_appraisal.hosts import FileHost
from xl_appraisal.model.exact import plain
from xl_appraisal.model.exact import shown as rounded
from xl_appraisal.model.grid import Cell, Grid, Ref
from xl_appraisal.work.desk import recalculate

FIRST = 7
BOOK = "2023Q1-公式.xlsx"


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real quarter in a workbook of plain formulas, as ``demo`` writes it."""
    folder = tmp_path_factory.mktemp("native")
    assert main(["demo", "--formulas", "native", "--out", str(folder)]) == 0
    return folder / BOOK


def shown(grid: Grid, row: int, columns: range) -> list[str]:
    values = [grid.value(row, column) for column in columns]
    return [plain(v) if isinstance(v, Decimal) else str(v or "") for v in values]


def published() -> list[list[str]]:
    """名次 to 总分 as published, the total as it is shown."""
    found = []
    for row in rows():
        modules = [plain(Decimal(row[c].strip())) for c in MODULE_COLUMNS.values()]
        found.append([row["c1"], row["c2"], *modules, row["c9"].strip()])
    return found


def flags() -> list[str]:
    """Remarks 1 and 7 by hand: 25 × 30 % = 7.5, so 8; ranks 1 and 16 carry √, so ranks 2 to 9."""
    found = dict.fromkeys(range(1, 26), "") | dict.fromkeys(range(2, 9), "红旗")
    return list((found | {1: "一票否决", 9: "红旗（补位）", 16: "一票否决"}).values())


@pytest.mark.parametrize("again", [False, True], ids=["as written", "recalculated by LibreOffice"])
def test_the_real_quarter_equals_the_published_table(
    real: Path, tmp_path: Path, again: bool
) -> None:
    """Every module, total, rank and flag of 25 windows, stored and computed by formulas alone."""
    path = recalculated_copies([real], tmp_path)[0] if again else real
    grid = FileHost(path).grid(RANKING)
    assert grid is not None

    found = [shown(grid, FIRST + n, range(1, 10)) for n in range(25)]
    for row in found:
        row[-1] = rounded(Decimal(row[-1]), 2)
    assert found == published()
    assert [shown(grid, FIRST + n, range(51, 52))[0] for n in range(25)] == flags()


def formulas(path: Path) -> set[str]:
    """Every formula of a file: in cells, names, lists and tints."""
    with zipfile.ZipFile(path) as file:
        parts = [n for n in file.namelist() if n.endswith(".xml")]
        texts = [file.read(name).decode() for name in parts]
    tags = r"<(?:f|formula|formula1|formula2|definedName)(?: [^>]*)?>([^<]*)<"
    return {found for text in texts for found in re.findall(tags, text)}


def test_no_function_is_newer_than_excel_2016(real: Path) -> None:
    """And none is an add-in's: WPS and Excel 2016 know them all."""
    used = set()
    for formula in formulas(real):
        bare = re.sub(r"&quot;.*?&quot;|\"[^\"]*\"", "", formula)
        used |= set(re.findall(r"([A-Z_a-z][A-Z_a-z0-9.]*)\(", bare))

    assert {"SUMIFS", "COUNTIF", "ROUND"} <= used
    assert used - EXCEL_2016 == set()


def test_the_list_of_functions_leaves_newer_ones_out() -> None:
    """The check above would see them."""
    assert not {"LET", "XLOOKUP", "FILTER", "MAXIFS", "IFS", "TEXTJOIN"} & EXCEL_2016


def test_there_are_no_macros_and_no_links(real: Path) -> None:
    """Nothing but sheets, styles, charts and texts; no part lies outside the file."""
    with zipfile.ZipFile(real) as file:
        names = file.namelist()
        relations = [file.read(n).decode() for n in names if n.endswith(".rels")]

    odd = ("vba", "externalLink", "connections", "activeX", "ctrlProps", "customUI", "embeddings")
    assert [name for name in names if any(word in name for word in odd)] == []
    assert not any('TargetMode="External"' in text for text in relations)


def test_what_nobody_types_in_is_protected(real: Path) -> None:
    """自动核对 alone is seen and all formulas: protected without a password, widths free."""
    sheets = openpyxl.load_workbook(real)
    kept = sheets[NATIVE_CHECK].protection
    assert kept.sheet and not kept.password and not kept.formatColumns
    assert not any(sheets[name].protection.sheet for name in SHEETS if name in sheets.sheetnames)


def test_programs_are_asked_to_compute_on_opening(real: Path) -> None:
    """No function is an add-in's, so no figure can be lost by it; the steps have none stored."""
    with zipfile.ZipFile(real) as file:
        workbook = file.read("xl/workbook.xml").decode()

    assert 'fullCalcOnLoad="1"' in workbook


def test_recalculation_keeps_every_formula(real: Path, tmp_path: Path) -> None:
    """A changed input changes the stored figures of 名次表, and no formula anywhere."""
    host = FileHost(real)
    before = {name: host.grid(name) for name in (RANKING, "算式", "算式明细", "自动核对")}
    column = read_quarter_book(host.grid).table.columns["item_18"]
    host.write(RANKING, {(FIRST + 24, column): Decimal(9)})
    done = recalculate(host)
    host.save(tmp_path / "changed.xlsx")
    after = FileHost(tmp_path / "changed.xlsx")
    total = done.appraisal.window("发展和改革").total
    assert total == Decimal("100.88")  # 92.88 - 1 + 9

    for name, grid in before.items():
        changed = after.grid(name)
        assert grid is not None
        assert changed is not None
        for ref, cell in grid.cells.items():
            if cell.formula is not None and (name, ref) != (RANKING, (FIRST + 24, column)):
                assert changed[ref].formula == cell.formula, (name, ref)
    copied = recalculated_copies([tmp_path / "changed.xlsx"], tmp_path / "lo")
    mine, theirs = after.grid(RANKING), FileHost(copied[0]).grid(RANKING)
    assert mine is not None
    assert theirs is not None
    for number in range(25):
        row = FIRST + number
        assert shown(mine, row, range(1, 52)) == shown(theirs, row, range(1, 52))


@pytest.fixture(scope="module")
def computed(real: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real quarter as a spreadsheet program saves it: every step with its figure."""
    return recalculated_copies([real], tmp_path_factory.mktemp("computed"))[0]


def steps(path: Path) -> dict[tuple[str, Ref], Cell]:
    """The formulas of 自动核对 and of the helper sheets, with what is stored of them."""
    grids = [FileHost(path).grid(name) for name in NATIVE_SHEETS]
    return {
        (grid.name, ref): cell
        for grid in grids
        if grid is not None
        for ref, cell in grid.cells.items()
        if cell.formula is not None
    }


def test_recalculation_leaves_no_step_of_earlier_figures(
    computed: Path, tmp_path: Path, session_office: Office
) -> None:
    """Their stored figures go, no formula and no other part; a program that opens it has them."""
    path, before = tmp_path / "changed.xlsx", steps(computed)
    host = FileHost(computed)
    column = read_quarter_book(host.grid).table.columns["item_18"]
    host.write(RANKING, {(FIRST + 24, column): Decimal(9)})
    recalculate(host)
    host.save(path)
    after = steps(path)

    assert len([cell for cell in before.values() if cell.value is not None]) > 5_000
    assert {ref: cell.formula for ref, cell in after.items()} == {
        ref: cell.formula for ref, cell in before.items()
    }
    assert {cell.value for cell in after.values()} == {None}
    with zipfile.ZipFile(computed) as old, zipfile.ZipFile(path) as new:
        assert new.namelist() == old.namelist()
        changed = [name for name in old.namelist() if old.read(name) != new.read(name)]
    assert all(name.startswith("xl/worksheets/sheet") for name in changed)
    sheets = session_office.open(path).Sheets
    summary = sheets.getByName(NATIVE_CHECK).getCellRangeByName("B30:D30").getDataArray()
    session_office.close_all()
    assert summary[0][0] == "发展和改革"
    assert plain(Decimal(repr(summary[0][2]))) == "100.88"


def test_recalculating_again_changes_nothing(computed: Path, tmp_path: Path) -> None:
    """What has no stored figures has none to lose: the file keeps its bytes."""
    path = tmp_path / "twice.xlsx"
    for source in (computed, path):
        before = path.read_bytes() if path.exists() else b""
        host = FileHost(source)
        recalculate(host)
        host.save(path)

    assert path.read_bytes() == before


def test_points_cells_wait_for_what_is_typed(real: Path) -> None:
    """A blank points cell holds a formula; a typed one its figure."""
    host = FileHost(real)
    table = read_quarter_book(host.grid).table
    typed, waiting = table.cell(FIRST, "case_volume_bonus"), table.cell(FIRST, "item_19")

    assert (typed.value, typed.formula) == (Decimal("4.5"), None)
    assert is_native(waiting.formula)


def test_a_workbook_of_formulas_has_no_macros(run: Callable[..., Run], tmp_path: Path) -> None:
    """``new`` makes one for windows still to be named, and refuses it as .xlsm."""
    made = run("new", tmp_path / "新.xlsx", "--formulas", "native")
    refused = run("new", tmp_path / "新.xlsm", "--formulas", "native")

    assert made.code == 0
    assert refused.code == 2
    assert "--formulas native" in refused.err
    assert not (tmp_path / "新.xlsm").exists()


def test_a_window_among_the_remarks_is_told(real: Path, session_office: Office) -> None:
    """The first remark's row taken out, a row put in above the others, a window there.

    LibreOffice keeps the reference to the deleted row.  The window counts, or 自动核对 says that
    it does not and nothing has a rank: never is it left out in silence.
    """
    with session_office.limit():
        document = session_office.open(real)
        ranking, check = (document.Sheets.getByName(n) for n in (RANKING, NATIVE_CHECK))
        texts = [ranking.getCellByPosition(0, row).String for row in range(60)]
        first = next(row for row, text in enumerate(texts) if text.startswith("备注"))
        ranking.Rows.removeByIndex(first, 1)
        document.calculateAll()
        before = check.getCellByPosition(0, 2).String
        ranking.Rows.insertByIndex(first, 1)
        ranking.getCellByPosition(1, first).String = "新窗口"
        document.calculateAll()
        after = check.getCellByPosition(0, 2).String
        rank = ranking.getCellByPosition(0, FIRST - 1).String
        document.close(True)

    assert before.startswith("参评窗口25个，有得分25个")
    assert after.startswith("参评窗口26个") or ("没有计入" in after and rank == "")
