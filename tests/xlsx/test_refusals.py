"""What the engine refuses: the message says where and what; the file stays as it was."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from tests.xlsx.books import MAIN, SHEET, book, parts, sheet_xml, workbook_xml, zipped
from xl_appraisal.xlsx import Workbook, XlsxError

GOOD = sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>')
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def with_member(name: str, content: bytes = b"x") -> bytes:
    return zipped({**parts(GOOD), name: content})


def doubled() -> bytes:
    buffer = io.BytesIO(zipped(parts(GOOD)))
    with zipfile.ZipFile(buffer, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(SHEET, GOOD)
    return buffer.getvalue()


def without(name: str) -> bytes:
    return zipped({key: value for key, value in parts(GOOD).items() if key != name})


def replaced(name: str, old: str, new: str) -> bytes:
    members = parts(GOOD)
    text = str(members[name])
    assert old in text
    members[name] = text.replace(old, new)
    return zipped(members)


def bomb() -> bytes:
    return zipped({**parts(GOOD), "xl/bomb.bin": bytes(30 << 20)})


def lying_size() -> bytes:
    """The directory says a part is small; unpacked it is not."""
    members = parts(GOOD)
    members["xl/workbook.xml"] = str(members["xl/workbook.xml"]) + " " * (1 << 20)
    data = bytearray(zipped(members))
    at = data.rindex(b"xl/workbook.xml") - 46
    struct.pack_into("<I", data, at + 24, 100)
    return bytes(data)


def flipped() -> bytes:
    data = bytearray(zipped(parts(GOOD), zipfile.ZIP_STORED))
    at = data.index(b"<sheets>")
    data[at + 1] ^= 1
    return bytes(data)


def encrypted_member() -> bytes:
    data = bytearray(zipped(parts(GOOD)))
    for mark, shift in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        data[data.index(mark) + shift] |= 1
    return bytes(data)


def renamed_in_header() -> bytes:
    data = zipped(parts(GOOD))
    return data.replace(b"xl/workbook.xml", b"xl/wOrkbook.xmL", 1)


def overlapping() -> bytes:
    """Two members share one local chunk."""
    data = bytearray(zipped(parts(GOOD)))
    first = data.index(b"PK\1\2")
    second = data.index(b"PK\1\2", first + 1)
    data[second + 42 : second + 46] = data[first + 42 : first + 46]
    return bytes(data)


FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "文件是空的"),
    "text": (lambda: "窗口,得分\n".encode(), "不是 zip 格式"),
    "page": (lambda: b"\r\n<html><table>", "网页或 XML 文件"),
    "xls": (lambda: OLE + "Workbook".encode("utf-16-le") + bytes(64), "旧的 .xls 格式"),
    "password": (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "设有打开密码"),
    "other OLE": (lambda: OLE, "复合文档"),
    "truncated": (lambda: zipped(parts(GOOD))[:-30], "文件不完整"),
    "half": (lambda: zipped(parts(GOOD))[:700], "文件不完整"),
    "prefixed": (lambda: b"PK\3\4" + zipped(parts(GOOD)), "位置不对"),
    "trailing": (lambda: zipped(parts(GOOD)) + b"more", "文件不完整"),
    "flipped bit": (flipped, "校验值不符"),
    "encrypted member": (encrypted_member, "部件被加密"),
    "renamed in header": (renamed_in_header, "不一致"),
    "overlapping": (overlapping, "同一段内容"),
    "duplicate": (doubled, "同名部件"),
    "duplicate by case": (lambda: with_member("XL/workbook.XML"), "同名部件"),
    "climbing": (lambda: with_member("../evil.xml"), "不允许的路径"),
    "absolute": (lambda: with_member("/etc/passwd"), "不允许的路径"),
    "drive": (lambda: with_member("C:/evil.xml"), "不允许的路径"),
    "bomb": (bomb, "压缩炸弹"),
    "lying size": (lying_size, "校验值不符"),
    "no types": (lambda: without("[Content_Types].xml"), "缺少这个部件"),
    "no rels": (lambda: without("_rels/.rels"), "缺少这个部件"),
    "no workbook": (lambda: without("xl/workbook.xml"), "缺少这个部件|未声明"),
    "no sheet": (lambda: without(SHEET), "工作表的部件不在文件里"),
    "xlsb": (
        lambda: replaced(
            "[Content_Types].xml",
            "openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
            "ms-excel.sheet.binary.macroEnabled.main",
        ),
        r"二进制工作簿（\.xlsb）",
    ),
    "docx": (
        lambda: replaced("[Content_Types].xml", "spreadsheetml.sheet", "wordprocessingml.document"),
        "Word 或 PowerPoint",
    ),
    "DOCTYPE": (
        lambda: replaced("xl/workbook.xml", "<workbook", '<!DOCTYPE w [<!ENTITY a "b">]><workbook'),
        "DOCTYPE",
    ),
    "target outside": (
        lambda: replaced("_rels/.rels", "xl/workbook.xml", "../../etc/passwd"),
        "包外的路径",
    ),
    "two of one name": (
        lambda: replaced(
            "xl/workbook.xml", "</sheets>", '<sheet name="排名" sheetId="2" r:id="r1"/></sheets>'
        ),
        "重名",
    ),
    "not XML": (lambda: replaced("xl/workbook.xml", "</workbook>", ""), "XML 不完整"),
}


@pytest.mark.parametrize(("make", "found"), FILES.values(), ids=FILES.keys())
def test_a_file_that_is_no_sound_workbook_is_refused(
    tmp_path: Path, make: Callable[[], bytes], found: str
) -> None:
    """The message names the file and says what was found; nothing else is raised."""
    path = tmp_path / "book.xlsx"
    path.write_bytes(make())
    with pytest.raises(XlsxError, match=found) as refused:
        Workbook.open(path)
    assert str(path) in str(refused.value)


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


def test_a_sheet_that_is_not_there_is_named_with_those_that_are(tmp_path: Path) -> None:
    """Misspelt sheet names are the commonest mistake."""
    with pytest.raises(XlsxError, match="“排行”：没有这个工作表。现有的工作表：排名"):
        Workbook.open(book(tmp_path, "")).grid("排行")


def test_a_file_that_does_not_exist_or_is_a_folder_is_refused(tmp_path: Path) -> None:
    """Paths that lead nowhere, to a folder, or are none at all."""
    for name, found in (("none.xlsx", "找不到"), ("", "不是普通文件"), ("a\0b", "路径不能用")):
        with pytest.raises(XlsxError, match=found):
            Workbook.open(f"{tmp_path}/{name}")


@pytest.mark.parametrize("part", ["sharedStrings", "styles"])
def test_a_broken_part_is_named_where_it_is_needed(tmp_path: Path, part: str) -> None:
    """Shared strings and styles are read when a cell needs them, and named when broken."""
    rows = '<row r="1"><c r="A1" s="1"><v>1</v></c><c r="B1" t="s"><v>0</v></c></row>'
    path = book(tmp_path, rows, **{part: "<broken"})
    with pytest.raises(XlsxError, match=f"部件 xl/{part}.xml：XML 不完整"):
        Workbook.open(path).grid("排名")


def test_a_signed_workbook_is_not_changed(tmp_path: Path) -> None:
    """A change would make the package's signature invalid."""
    path = tmp_path / "book.xlsx"
    path.write_bytes(with_member("_xmlsignatures/sig1.xml"))
    opened = Workbook.open(path)
    opened.set("排名", {(1, 1): Decimal(5)})
    with pytest.raises(XlsxError, match="数字签名"):
        opened.save()


def test_dates_need_a_workbook_that_says_so(tmp_path: Path) -> None:
    """Without workbookPr days count from 1900."""
    assert not Workbook.open(book(tmp_path, "", workbook=workbook_xml())).date1904
