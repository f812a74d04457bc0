"""What a closed workbook shows otherwise than it holds: formats, hidden rows, filters."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl
import pytest
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat

from tests.closing.closed_books import NOON
from tests.ooxml.books import MAIN, PACKAGE, RELATIONS, parts, sheet_xml, zipped
from xl_appraisal.hosts import FileHost, MemoryHost
from xl_appraisal.work.closing import close, reopen, verify
from xl_appraisal.work.closing.shown_otherwise import Shown, shown_otherwise


def edited(
    path: Path, sheet: str, edit: Callable[[str], str], styles: Callable[[str], str]
) -> None:
    """The package with one sheet's part and the styles written otherwise, all else as it was."""
    number = openpyxl.load_workbook(path).sheetnames.index(sheet) + 1
    rewritten(path, {f"xl/worksheets/sheet{number}.xml": edit, "xl/styles.xml": styles})


def rewritten(path: Path, changes: Mapping[str, Callable[[str], str]]) -> None:
    """The package with these parts written otherwise, all else as it was."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    for name, change in changes.items():
        parts[name] = change(parts[name].decode()).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)


def same(text: str) -> str:
    return text


def with_format(code: str) -> Callable[[str], str]:
    """A cell format more at the end of the list, with that number format."""

    def change(styles: str) -> str:
        if "<numFmts" not in styles:
            styles = re.sub(r"(<styleSheet[^>]*>)", r'\1<numFmts count="0"></numFmts>', styles)
        number = f'<numFmt numFmtId="999" formatCode="{code}"/></numFmts>'
        styles = styles.replace("</numFmts>", number)
        return styles.replace("</cellXfs>", '<xf numFmtId="999" xfId="0"/></cellXfs>')

    return change


def last_format(styles_of: Path) -> int:
    """The index that a cell format added at the end has."""
    with zipfile.ZipFile(styles_of) as package:
        formats = package.read("xl/styles.xml").decode().partition("<cellXfs")[2]
    return formats.partition("</cellXfs>")[0].count("<xf ")


def test_a_format_that_shows_another_figure_is_told(closed: Path) -> None:
    """I7, a total of 107.562, under a format that writes 119.99 in its place."""
    number = last_format(closed)

    def edit(sheet: str) -> str:
        return re.sub(r'(<c r="I7")( s="\d+")?', rf'\1 s="{number}"', sheet)

    edited(closed, "名次表", edit, with_format("&quot;119.99&quot;"))
    (problem,) = verify(FileHost(closed)).problems
    assert "名次表!I7的数字格式把107.562显示成“119.99”" in problem


def test_a_hidden_row_is_told_and_a_filter_is_a_note(closed: Path, tmp_path: Path) -> None:
    """Row 10 of 名次表 hidden for good, then the same under a filter."""

    def hide(sheet: str) -> str:
        return sheet.replace('<row r="10"', '<row r="10" hidden="1"')

    other = Path(shutil.copy(closed, tmp_path / "filtered.xlsx"))
    edited(closed, "名次表", hide, same)
    assert "名次表第10行是隐藏的" in "".join(verify(FileHost(closed)).problems)
    filtered = (
        '</sheetData><autoFilter ref="A6:AW31"><filterColumn colId="1"><filters>'
        '<filter val="税务"/></filters></filterColumn></autoFilter>'
    )
    edited(other, "名次表", lambda s: hide(s).replace("</sheetData>", filtered, 1), same)
    verdict = verify(FileHost(other))
    assert verdict.sound
    assert verdict.notes == ("名次表正在筛选，有的行暂时看不见。",)


def test_a_sheet_hidden_as_a_whole_is_told(closed: Path) -> None:
    """As a list of hidden rows would be; the notice's own text is always hidden."""
    visible, hidden = '<sheet name="加扣分明细"', '<sheet state="veryHidden" name="加扣分明细"'
    rewritten(closed, {"xl/workbook.xml": lambda part: part.replace(visible, hidden)})
    told = "".join(verify(FileHost(closed)).problems)
    assert "工作表“加扣分明细”是隐藏的" in told and "通报数据" not in told


@pytest.mark.parametrize(
    ("default", "told"),
    [('defaultRowHeight="1"', "第7行是隐藏的"), ('defaultColWidth="0.3"', "B列是隐藏的")],
)
def test_what_a_sheet_says_of_all_rows_or_columns_counts(
    closed: Path, default: str, told: str
) -> None:
    """Rows and columns without a size of their own have the sheet's (18.3.1.81)."""

    def without_sizes(sheet: str) -> str:
        sheet = re.sub(r"<sheetFormatPr[^>]*/>", f"<sheetFormatPr {default}/>", sheet)
        return re.sub(r'<cols>.*</cols>| ht="[^"]*" customHeight="1"', "", sheet)

    edited(closed, "名次表", without_sizes, same)
    assert f"名次表{told}" in "".join(verify(FileHost(closed)).problems)


def test_closed_in_a_program_the_note_says_what_was_not_looked_at(closed: Path) -> None:
    """A live program does not tell formats: the verdict says so, there and of its file."""
    host = FileHost(closed)
    memory = MemoryHost(grid for s in SHEETS if (grid := host.grid(s)) is not None)
    reopen(memory, "再看", now=NOON)
    close(memory, now=NOON)
    verdict = verify(memory)
    assert verdict.sound and "这里核验不了" in verdict.notes[0]


SHEETS = (
    "名次表",
    "人员考核",
    "加扣分明细",
    "规则",
    "栏目",
    "公布成绩",
    "核对",
    "图表",
    "通报数据",
)


FORMATS = [
    # the cell holds, its format, what a person reads: ECMA-376 Part 1, 18.8.31, by hand
    (120, '"119.99"', "把120显示成“119.99”"),
    (7.26, "0", "把7.26显示成“7”"),
    (0.95, "0%", "把0.95显示成“95%”"),
    (9.99, "[$11]0.00", "把9.99显示成“119.99”"),  # a currency sign may be any text
    (7, "１２0", "把7显示成“１２7”"),
    (7, '"百"0', "把7显示成“百7”"),
    (7, '"负"0', "把7显示成“负7”"),
    (50, '[<60]"119.99";0', "把50显示成“119.99”"),
    (0, '0;0;"满分"', "把0显示成“满分”"),
    (5, "*90", "显示的不一定是5"),  # filled with nines
    (7.25, "# ?/?", "显示的不一定是7.25"),
    (7.26, "0.00E+00", "显示的不一定是7.26"),
    (8, ";;;", "把8显示成“”"),
    ("税务", '0;0;0;"残联"', "把文字显示成“残联”"),
    ("税务", '@"（残联）"', "把文字显示成“税务（残联）”"),
    (dt.date(2024, 3, 1), 'yyyy-mm"-31"', "写着另外的数字"),
    # as people and programs in Chinese write them, and nothing else is read
    (7.26, "G/通用格式", ""),
    (7.26, "General", ""),
    (7.26, "0.00_ ", ""),
    (7.26, "0.00_);[红色](0.00)", ""),
    (7.26, "0.00;[Red]-0.00", ""),
    (7.26, '0.00"分"', ""),
    (7.26, "[$¥-804]#,##0.00", ""),
    (7.26, '_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ;_ ¥* "-"??_ ;_ @_ ', ""),
    (0, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', ""),
    (7, "[DBNum1][$-804]General", ""),
    (75, '[<60]"不及格"0;0', ""),
    ("税务", "@", ""),
    ("税务", "_ * #,##0.00_ ;_ * -#,##0.00_ ;_ @_ ", ""),
    ("税务", "0.00", ""),
    (dt.date(2024, 3, 1), '[$-804]yyyy"年"m"月"d"日"', ""),
    (dt.date(2024, 3, 1), "yyyy/m/d", ""),
]


def test_what_a_format_makes_a_person_read(tmp_path: Path) -> None:
    """One cell for each; those that mislead, and no other, are told with what is read."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "名次表"
    for row, (value, code, _) in enumerate(FORMATS, 1):
        sheet.cell(row, 1, value).number_format = code
    book.save(tmp_path / "formats.xlsx")
    found = shown_otherwise(FileHost(tmp_path / "formats.xlsx"))
    assert found is not None
    told = {f"名次表!A{row}的数字格式{said}" for row, (*_, said) in enumerate(FORMATS, 1) if said}
    assert set(found.otherwise) == told


def test_a_format_of_a_condition_is_told(tmp_path: Path) -> None:
    """Above 100 points the cell is under another format; a colour alone misleads nobody."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "名次表"
    sheet["A1"] = 107.562
    red = DifferentialStyle(font=Font(color="FFFF0000"))
    other = DifferentialStyle(numFmt=NumberFormat(numFmtId=200, formatCode='"119.99"'))
    for path, look in (("red", red), ("red and other", other)):
        rule = Rule(type="cellIs", operator="greaterThan", formula=["100"], dxf=look)
        sheet.conditional_formatting.add("A1", rule)
        book.save(tmp_path / f"{path}.xlsx")
    told = {p.stem: shown_otherwise(FileHost(p)) for p in tmp_path.glob("*.xlsx")}
    assert told["red"] is not None and told["red"].otherwise == ()
    assert told["red and other"] is not None
    assert told["red and other"].otherwise == (
        "名次表有条件格式把123.456、-7.5、0和文字显示成“119.99”“119.99”“119.99”“文字”",
    )


def hidden_by(folder: Path, sheet: str, table: str = "") -> Shown:
    """A sheet of rows 1 to 5, of which 3 is hidden, with what else its part and a table say."""
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 6))
    rows = rows.replace('r="3"', 'r="3" hidden="1"')
    members = dict(parts(sheet_xml(rows, after=sheet)))
    if table:
        members["xl/tables/table1.xml"] = (
            f'<table xmlns="{MAIN}" id="1" name="T" displayName="T" ref="A1:A4">{table}</table>'
        )
        members["xl/worksheets/_rels/sheet1.xml.rels"] = (
            f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
            f'Type="{RELATIONS}/table" '
            'Target="../tables/table1.xml"/></Relationships>'
        )
    path = folder / "filter.xlsx"
    data = zipped({k: str(v).replace("排名", "名次表") for k, v in members.items()})
    path.write_bytes(data)
    found = shown_otherwise(FileHost(path))
    assert found is not None
    return found


VALUES = '<filterColumn colId="0"><filters><filter val="2"/></filters></filterColumn>'


@pytest.mark.parametrize(
    ("sheet", "table"),
    [
        (f'<autoFilter ref="A1:A4">{VALUES}</autoFilter>', ""),
        ("", f'<autoFilter ref="A1:A4">{VALUES}</autoFilter>'),
    ],
    ids=["sheet", "table"],
)
def test_rows_under_a_filter_are_a_note(tmp_path: Path, sheet: str, table: str) -> None:
    """The sheet's own filter, and one of a table, as 加扣分明细 has it."""
    found = hidden_by(tmp_path, sheet, table)
    assert (found.otherwise, found.filtered) == ((), ("名次表",))


@pytest.mark.parametrize(
    "sheet",
    [
        "",
        '<autoFilter ref="A1:A4"/>',
        '<autoFilter ref="A1:A4"><filterColumn colId="0" hiddenButton="1"/></autoFilter>',
        f'<autoFilter ref="A3:A5">{VALUES}</autoFilter>',
        f'<autoFilter ref="A4:A5">{VALUES}</autoFilter>',
        '<customSheetViews><customSheetView guid="{00000000-0000-0000-0000-000000000000}">'
        f'<autoFilter ref="A1:A4">{VALUES}</autoFilter></customSheetView></customSheetViews>',
    ],
    ids=["none", "button", "no button", "header", "below", "somebody's view"],
)
def test_a_row_that_no_filter_hides_is_hidden(tmp_path: Path, sheet: str) -> None:
    """A filter without a criterion, its header, another's rows, a view that is not shown."""
    found = hidden_by(tmp_path, sheet)
    assert (found.otherwise, found.filtered) == (("名次表第3行是隐藏的",), ())


def test_a_row_without_its_number_is_hidden_all_the_same(tmp_path: Path) -> None:
    """The number is optional (18.3.1.73): the row after the second is the third."""
    path = tmp_path / "rows.xlsx"
    cell = "<c><v>1</v></c>"
    rows = f'<row>{cell}</row><row>{cell}</row><row hidden="1">{cell}</row>'
    members = parts(sheet_xml(rows))
    path.write_bytes(zipped({k: str(v).replace("排名", "名次表") for k, v in members.items()}))
    found = shown_otherwise(FileHost(path))
    assert found is not None
    assert found.otherwise == ("名次表第3行是隐藏的",)
