"""Sheets that the engine does not understand: refused with sheet, part and cell."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests.ooxml.books import MAIN, SHEET, book, parts, sheet_xml, zipped
from xl_appraisal.ooxml import Workbook, XlsxError

GOOD = sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>')

SHEETS: dict[str, tuple[str | bytes, str]] = {
    "DOCTYPE": ('<!DOCTYPE x [<!ENTITY e "e">]>' + GOOD.partition("\n")[2], "DOCTYPE"),
    "UTF-16": (GOOD.encode("utf-16"), "编码是 UTF-16"),
    "GBK": (GOOD.replace('"UTF-8"', '"GBK"'), "编码是 GBK"),
    "no rows": (f'<worksheet xmlns="{MAIN}"/>', "没有 sheetData"),
    "rows in a comment": (
        f'<worksheet xmlns="{MAIN}"><!--<sheetData></sheetData>--></worksheet>',
        "不在应在的位置",
    ),
    "other namespace": ('<worksheet xmlns="urn:x"><sheetData></sheetData></worksheet>', "位置"),
    "truncated": (GOOD[:-30], "没有结束"),
    "unclosed tail": (GOOD.replace("</worksheet>", "<mergeCells></worksheet>"), "XML 不完整"),
    "bad merge": (sheet_xml("", after='<mergeCells><mergeCell ref="B2:A1"/></mergeCells>'), "区域"),
}
ROWS = {
    "not a row": ("<x/>", "不是行的内容"),
    "not a cell": ('<row r="1"><x/></row>', "不是单元格的内容"),
    "unknown child": ('<row r="1"><c r="A1"><w/></c></row>', "不认识的内容"),
    "child twice": ('<row r="1"><c r="A1"><v>1</v><v>2</v></c></row>', "不认识的内容"),
    "formula after value": ('<row r="1"><c r="A1"><v>1</v><f>B1</f></c></row>', "顺序不对"),
    "text between": ('<row r="1">x<c r="A1"/></row>', "之间有文字"),
    "row order": ('<row r="2"/><row r="1"/>', "没有递增"),
    "row twice": ('<row r="2"/><row r="2"/>', "没有递增"),
    "row zero": ('<row r="0"/>', "行号 '0' 无效"),
    "row too far": ('<row r="1048577"/>', "无效"),
    "cell order": ('<row r="1"><c r="B1"/><c r="A1"/></row>', "没有递增"),
    "cell twice": ('<row r="1"><c r="B1"/><c r="B1"/></row>', "没有递增"),
    "another row's cell": ('<row r="1"><c r="A2"/></row>', "单元格地址 'A2' 无效"),
    "another row's cell, longer": ('<row r="1"><c r="A11"/></row>', "单元格地址 'A11' 无效"),
    "column too far": ('<row r="1"><c r="XFE1"/></row>', "单元格地址 'XFE1' 无效"),
    "not a number": ('<row r="1"><c r="A1"><v>1,5</v></c></row>', "单元格 A1：数值单元格里是"),
    "nan": ('<row r="1"><c r="A1"><v>nan</v></c></row>', "单元格 A1：数值单元格里是 'nan'"),
    "infinite": ('<row r="1"><c r="C1"><v>1e999</v></c></row>', "单元格 C1：数值单元格里是"),
    "wide digits": ('<row r="1"><c r="A1"><v>５</v></c></row>', "单元格 A1：数值单元格里是 '５'"),
    "underscore": ('<row r="1"><c r="A1"><v>1_000</v></c></row>', "单元格 A1：数值单元格里是"),
    "bad boolean": ('<row r="1"><c r="A1" t="b"><v>2</v></c></row>', "单元格类型 'b' 的内容 '2'"),
    "bad type": ('<row r="1"><c r="A1" t="q"><v>2</v></c></row>', "单元格类型 'q'"),
    "no such string": ('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', "编号 '0' 不存在"),
    "negative string": ('<row r="1"><c r="A1" t="s"><v>-1</v></c></row>', "编号 '-1' 不存在"),
    "bad style": ('<row r="1"><c r="A1" s="x"><v>1</v></c></row>', "样式编号 'x' 无效"),
    "bad formula": ('<row r="1"><c r="A1"><f t="q">B1</f></c></row>', "公式类型 'q'"),
    "orphan": ('<row r="1"><c r="A1"><f t="shared" si="4"/></c></row>', "没有主公式"),
    "bad array": ('<row r="1"><c r="A1"><f t="array" ref="A">B1</f></c></row>', "公式区域 'A'"),
    "entity": ('<row r="1"><c r="A1" t="str"><v>&e;</v></c></row>', "实体 '&e;'"),
    "bare ampersand": ('<row r="1"><c r="A1" t="str"><v>a&b</v></c></row>', "实体 '&'"),
    "control character": ('<row r="1"><c r="A1" t="str"><v>\x01</v></c></row>', "XML 不允许"),
    "unclosed": ('<row r="1"><c r="A1"><v>1</v></row>', "XML 不完整"),
    "attribute twice": ('<row r="1"><c r="A1" s="1" s="1"/></row>', "XML 不完整"),
    "forbidden reference in a row": ('<row r="1"/><row r="2" ht="&#1;"/>', "引用了.*第 1 行之后"),
    "forbidden reference in a text": (
        '<row r="1"><c r="B1" t="str"><v>&#1;</v></c></row>',
        "单元格 B1：文字含有 XML 不允许的字符",
    ),
    "reference in a name": ('<row r="1"><c r="G1" &#x110000;s="4"/></row>', "不允许的字符或写法"),
    "half a mark of an end": ('<row r="1"><c r="A1" t="str"><v>]]></v></c></row>', "不允许的字符"),
    "no character": ('<row r="1"><c r="A1" t="str"><v>\uffff</v></c></row>', "不允许的字符"),
    "vertical tab between rows": ('<row r="1"/>\v<row r="2"/>', "不允许的字符"),
    "unknown prefix": ('<row r="1" x:q="1"/>', "XML 不完整"),
    "row's attribute twice": ('<row r="1" ht="2" ht="2"/>', "XML 不完整"),
    "text of a number in place": (
        '<row r="1"><c r="A1"><is><t>60</t></is></c></row>',
        "单元格 A1：单元格的类型和内容的写法不符",
    ),
    "number of a text in place": (
        '<row r="1"><c r="A1" t="s"><is><t>0</t></is></c></row>',
        "写法不符",
    ),
    "text in place under a value": (
        '<row r="1"><c r="A1" t="inlineStr"><v>60</v></c></row>',
        "单元格 A1：单元格的类型和内容的写法不符",
    ),
    "value and text in place": (
        '<row r="1"><c r="A1"><v>60</v><is><t>95</t></is></c></row>',
        "单元格 A1：单元格的类型和内容的写法不符",
    ),
    "unknown element around a text": (
        '<row r="1"><c r="A1" t="inlineStr"><is><x:r xmlns:x="urn:x"><t>6</t></x:r></is></c></row>',
        "单元格 A1：单元格的文字里还套着别的内容",
    ),
    "text in a text's extension": (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>9</t><extLst><t>5</t></extLst></is></c></row>',
        "还套着",
    ),
    "element in a value": ('<row r="1"><c r="A1"><v><f/>1</v></c></row>', "单元格 A1：.*还套着"),
}
CASES = {**SHEETS, **{name: (sheet_xml(rows), found) for name, (rows, found) in ROWS.items()}}


@pytest.mark.parametrize(("sheet", "found"), CASES.values(), ids=CASES.keys())
def test_a_sheet_that_is_not_understood_is_refused(
    tmp_path: Path, sheet: str | bytes, found: str
) -> None:
    """Reading and setting are refused alike, with sheet and part; saving changes nothing."""
    path = tmp_path / "book.xlsx"
    path.write_bytes(zipped(parts(sheet)))
    before = path.read_bytes()
    opened = Workbook.open(path)
    for attempt in (
        lambda: opened.grid("排名"),
        lambda: opened.set("排名", {(1, 1): Decimal(5)}),
    ):
        with pytest.raises(XlsxError, match=found) as refused:
            attempt()
        assert f"工作表“排名”，部件 {SHEET}" in str(refused.value)
    opened.save()
    assert path.read_bytes() == before


def test_text_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    """A lone byte in a cell is named with its cell."""
    path = tmp_path / "book.xlsx"
    rows = '<row r="1"><c r="A1" t="str"><v>@</v></c></row>'
    path.write_bytes(zipped(parts(sheet_xml(rows).encode().replace(b"@", b"\xb0"))))
    with pytest.raises(XlsxError, match="单元格 A1：文字不是 UTF-8"):
        Workbook.open(path).grid("排名")


@pytest.mark.parametrize("part", ["sharedStrings", "styles"])
def test_a_broken_part_is_named_where_it_is_needed(tmp_path: Path, part: str) -> None:
    """Shared strings and styles are read when a cell needs them, and named when broken."""
    rows = '<row r="1"><c r="A1" s="1"><v>1</v></c><c r="B1" t="s"><v>0</v></c></row>'
    path = book(tmp_path, rows, **{part: "<broken"})
    with pytest.raises(XlsxError, match=f"部件 xl/{part}.xml：XML 不完整"):
        Workbook.open(path).grid("排名")


SHARED = {
    "text in a text": ("<si><t>a</t><si><t>b</t></si></si>", "共享文字里有不认识的内容"),
    "element in a text": ("<si><t>a<t>b</t></t></si>", "共享文字里有不认识的内容"),
    "unknown element around a text": (
        '<si><x:r xmlns:x="urn:x"><t>6</t></x:r><t>0</t></si>',
        "共享文字里有不认识的内容",
    ),
    "not a text": ("<t>a</t><si><t>b</t></si>", "不认识的内容"),
    "forbidden reference": ("<si><t>&#1;</t></si>", "XML 引用了不允许的字符"),
    "forbidden character": ("<si><t>]]></t></si>", "不允许的字符"),
}


@pytest.mark.parametrize(("texts", "found"), SHARED.values(), ids=SHARED.keys())
def test_shared_texts_whose_numbers_are_in_doubt_are_refused(
    tmp_path: Path, texts: str, found: str
) -> None:
    """Another text would stand in the cell; the part is named."""
    part = f'<sst xmlns="{MAIN}">{texts}</sst>'
    path = book(tmp_path, '<row r="1"><c r="A1" t="s"><v>0</v></c></row>', sharedStrings=part)
    with pytest.raises(XlsxError, match=f"部件 xl/sharedStrings.xml：.*{found}"):
        Workbook.open(path).grid("排名")


def test_what_excel_writes_for_a_forbidden_character_is_taken(tmp_path: Path) -> None:
    """``_x0001_`` is how Excel keeps it; a row's attribute of a declared prefix is usual too."""
    rows = '<row r="1" x:q="1"><c r="A1" t="str"><v>a_x0001_b</v></c></row>'
    path = book(tmp_path, rows, root=' xmlns:x="urn:x"')
    assert Workbook.open(path).grid("排名")[1, 1].value == "a\x01b"
