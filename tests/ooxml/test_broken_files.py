"""What the engine refuses: the message says where and what; the file stays as it was."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from tests.ooxml.books import SHEET, book, parts, sheet_xml, workbook_xml, zipped
from xl_appraisal.ooxml import Workbook, XlsxError

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


def stored_says_its_header() -> bytes:
    """The directory says that a part is deflated, its own header that it is not."""
    data = bytearray(zipped(parts(GOOD)))
    struct.pack_into("<H", data, 8, zipfile.ZIP_STORED)
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


def later_version() -> bytes:
    """A member that needs version 14.8 of the format, which is at 6.3."""
    data = bytearray(zipped(parts(GOOD)))
    data[data.index(b"PK\1\2") + 6] = 148
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
    "text": (lambda: "窗口,得分\n".encode(), "这不是 .xlsx/.xlsm 工作簿"),
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
    "later version": (later_version, "没有这样的版本"),
    "renamed in header": (renamed_in_header, "不一致"),
    "packed otherwise by its header": (stored_says_its_header, "压缩方法在目录和文件头中不一致"),
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
        "缺少这个部件|未声明",
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


def test_a_sheet_that_is_not_there_is_named_with_those_that_are(tmp_path: Path) -> None:
    """Misspelt sheet names are the commonest mistake."""
    with pytest.raises(XlsxError, match="“排行”：没有这个工作表。现有的工作表：排名"):
        Workbook.open(book(tmp_path, "")).grid("排行")


def test_a_file_that_does_not_exist_or_is_a_folder_is_refused(tmp_path: Path) -> None:
    """Paths that lead nowhere, to a folder, or are none at all."""
    for name, found in (("none.xlsx", "找不到"), ("", "不是普通文件"), ("a\0b", "路径不能用")):
        with pytest.raises(XlsxError, match=found):
            Workbook.open(f"{tmp_path}/{name}")


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
