"""Workbook files as sources, lists of window names, and several files as one plan."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from tests.importing.books import Given, new_book, plan_tables, quarter, source
from xl_appraisal.model import limits
from xl_appraisal.model.errors import ImportFileError
from xl_appraisal.work.importing import plan_import
from xl_appraisal.work.importing.import_plan import ImportPlan
from xl_appraisal.work.importing.source_files import read_table
from xl_appraisal.work.importing.window_names import read_window_names

D = Decimal


def workbook(path: Path, **sheets: list[list[object]]) -> Path:
    """An .xlsx by another writer, a keyword for each sheet."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


NOTE: list[list[object]] = [["请各单位核对"]]
TABLE: list[list[object]] = [["窗口", "到岗次数"], ["税务", 3]]
LINES: list[list[object]] = [["窗口", "项目", "模块", "分值"], ["税务", "迟到", "", 1]]


def test_the_sheet_with_a_known_header_is_taken(tmp_path: Path) -> None:
    """A cover sheet in front does no harm; a ledger is looked for where one is wanted."""
    path = workbook(tmp_path / "来件.xlsx", 封面=NOTE, 数据=TABLE, 明细=LINES)

    ledger = plan_import(quarter(new_book()), ledgers=[path])
    table = plan_import(quarter(new_book()), tables=[path])
    assert [line.source for line in ledger.lines] == ["来件.xlsx“明细” 第2行"]
    assert table.changes == {"名次表": {(7, 10): D(3)}}
    told = "来件.xlsx 里没有导入的工作表：“封面”（没有认出表头）、"
    assert [line for line in ledger.report if line.startswith(told)]
    told = "“数据”（像名次表，1行，不是这次要导入的〔命令行：用 --table〕）"
    assert any(told in line for line in ledger.report)


def test_without_any_known_header_the_first_sheet_is_taken(tmp_path: Path) -> None:
    """Its message will then say what a header must hold."""
    assert read_table(workbook(tmp_path / "a.xlsx", 甲=NOTE, 乙=NOTE)).name == "甲"


def test_a_workbook_is_known_by_its_bytes_too(tmp_path: Path) -> None:
    """Whatever it was renamed to."""
    path = workbook(tmp_path / "来件.xlsx", 数据=TABLE).rename(tmp_path / "来件.csv")

    assert read_table(path).value(2, 2) == D(3)


@pytest.mark.parametrize(
    ("name", "data", "part"),
    [
        ("旧.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "另存为"),
        ("空.xlsx", b"", "空的"),
        ("坏.xlsx", b"PK\3\4" + b"\0" * 40, "坏.xlsx"),
    ],
)
def test_a_workbook_that_cannot_be_read_is_refused(
    tmp_path: Path, name: str, data: bytes, part: str
) -> None:
    """With the file engine's own words."""
    (tmp_path / name).write_bytes(data)

    with pytest.raises(ImportFileError, match=part):
        read_table(tmp_path / name)


def test_a_missing_workbook_is_refused(tmp_path: Path) -> None:
    """As any other file."""
    with pytest.raises(ImportFileError):
        read_table(tmp_path / "没有.xlsx")


NAME_FILES = {
    "a name a line": "税务\n 残 联 \n\n医保\n",
    "with a header": "窗口\n税务\n残 联\n医保\n",
    "a column of several": "序号,窗口名称\n1,税务\n2,残 联\n3,医保\n,合计\n",
    "by position": "c1,c2,c3\n1,税务,9\n2,残 联,9\n3,医保,9\n备注：1.略,,\n2.略,,\n",
}


@pytest.mark.parametrize("name", NAME_FILES)
def test_window_names_are_read_from_lists_and_tables(tmp_path: Path, name: str) -> None:
    """In the file's order, as typed, without notes and sums."""
    path = tmp_path / "窗口.csv"
    path.write_text(NAME_FILES[name], encoding="utf-8")

    assert read_window_names(path) == ("税务", "残 联", "医保")


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("税务\n税 务\n", "第2行：窗口“税 务”已经出现过"),
        ("\n\n", "没有窗口名称"),
        ("窗口\n", "没有窗口名称"),
        ("名称,人数\n税务,3\n", "没有“窗口”这个表头"),
    ],
)
def test_lists_without_clear_names_are_refused(tmp_path: Path, text: str, part: str) -> None:
    """A name twice, none at all, or several columns without a header."""
    path = tmp_path / "窗口.csv"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(ImportFileError, match=part):
        read_window_names(path)


# ── plans ──


def test_plans_of_different_sheets_become_one() -> None:
    """Changes, cleared cells and reports of both; neither plan itself changes."""
    one = ImportPlan({"甲": {(1, 1): D(1)}}, ("一",), {"甲": frozenset({(1, 1)})})
    two = ImportPlan({"乙": {(2, 1): "x"}}, ("二",))
    both = one.merged(two)

    assert both.changes == {"甲": {(1, 1): D(1)}, "乙": {(2, 1): "x"}}
    assert both.report == ("一", "二")
    assert both.cleared == {"甲": frozenset({(1, 1)})}
    assert one.changes == {"甲": {(1, 1): D(1)}}
    assert ImportPlan().merged(one) == one


def test_tables_imported_together_share_blank_rows_and_must_agree() -> None:
    """Each new window takes one row; the same figure twice is fine, a different one is not."""
    book = quarter(new_book(("税务",), spare=2))
    first = (source(["窗口", "c10"], ["医保", 1], ["税务", 2]), "甲.csv")
    second = (source(["窗口", "c10"], ["水利", 3], ["医 保", 1]), "乙.csv")
    third = (source(["窗口", "c10"], ["税务", 5]), "丙.csv")
    made = plan_tables(book, [first, second])

    assert made.changes["名次表"] == {
        (8, 2): "医保", (8, 10): D(1), (7, 10): D(2), (9, 2): "水利", (9, 10): D(3)
    }  # fmt: skip
    with pytest.raises(ImportFileError, match=r"表中是2，丙\.csv B2是5"):
        plan_tables(book, [first, third])


def test_a_fault_in_one_of_several_files_stops_all(tmp_path: Path) -> None:
    """Table and ledger of one import are planned before a cell is written."""
    table, ledger = tmp_path / "t.csv", tmp_path / "l.csv"
    table.write_text("窗口,c10\n税务,3\n", encoding="utf-8")
    ledger.write_text("窗口,项目\n税务,迟到\n", encoding="utf-8")
    book = quarter(new_book(("税务",)))

    assert not plan_import(book, [table]).changes_nothing
    with pytest.raises(ImportFileError, match="分值"):
        plan_import(book, [table], [ledger])


def test_a_long_list_of_faults_is_cut_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong file of thousands of rows does not fill the screen."""
    monkeypatch.setattr(limits, "MOST_LISTED", 2)
    rows: list[list[Given]] = [["窗口", "c10"], ["税务", 1]]
    rows += [["税务", n] for n in range(4)]

    with pytest.raises(ImportFileError) as caught:
        plan_tables(quarter(new_book(("税务",))), [(source(*rows), "来件.csv")])

    assert len(caught.value.faults) == 3
    assert caught.value.faults[-1] == "另有2处，未列出。"
