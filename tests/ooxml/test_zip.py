"""Zip files as other programs write them: untouched members are copied byte for byte."""

from __future__ import annotations

import io
import struct
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest

from tests.ooxml.books import SHEET, Raw, parts, raw_members, read, sheet_xml, zipped
from xl_appraisal.ooxml import Workbook

ROWS = '<row r="1"><c r="A1"><v>1</v></c></row>'
PICTURE = bytes(range(256)) * 40
EXTRA = struct.pack("<2H4s", 0xCAFE, 4, b"mark")


class Stream(io.RawIOBase):
    """An output that cannot seek, so that zipfile writes data descriptors."""

    def __init__(self) -> None:
        self.data = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, content: object) -> int:
        self.data += bytes(content)  # type: ignore[call-overload]
        return len(bytes(content))  # type: ignore[call-overload]


def _members() -> dict[str, str | bytes]:
    return {**parts(sheet_xml(ROWS)), "xl/media/图.png": PICTURE, "docProps/": b""}


def plain() -> bytes:
    return zipped(_members())


def stored() -> bytes:
    return zipped(_members(), zipfile.ZIP_STORED)


def descriptors() -> bytes:
    stream = Stream()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[call-overload]
        for name, content in _members().items():
            archive.writestr(name, content)
    return bytes(stream.data)


def zip64() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _members().items():
            with archive.open(name, "w", force_zip64=True) as member:
                member.write(content.encode() if isinstance(content, str) else content)
    return _with_zip64_end(buffer.getvalue())


def _with_zip64_end(data: bytes) -> bytes:
    """The same file with zip64 end records, all offsets and sizes of the directory in them."""
    end = data.rindex(b"PK\5\6")
    _, _, _, _, count, size, start, _ = struct.unpack_from("<4s4H2IH", data, end)
    records = bytearray()
    at = start
    while at < start + size:
        named, extra, comment = struct.unpack_from("<3H", data, at + 28)
        packed, full = struct.unpack_from("<2I", data, at + 20)
        (offset,) = struct.unpack_from("<I", data, at + 42)
        head = bytearray(data[at : at + 46])
        struct.pack_into("<2I", head, 20, 0xFFFFFFFF, 0xFFFFFFFF)
        struct.pack_into("<H", head, 30, extra + 28)
        struct.pack_into("<I", head, 42, 0xFFFFFFFF)
        rest = data[at + 46 + named : at + 46 + named + extra + comment]
        wide = struct.pack("<2H3Q", 1, 24, full, packed, offset)
        records += head + data[at + 46 : at + 46 + named] + wide + rest
        at += 46 + named + extra + comment
    place = start + len(records)
    end64 = struct.pack(
        "<4sQ2H2I4Q", b"PK\6\6", 44, 45, 45, 0, 0, count, count, len(records), start
    )
    locator = struct.pack("<4sIQI", b"PK\6\7", 0, place, 1)
    last = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, count, count, len(records), 0xFFFFFFFF, 0)
    return data[:start] + bytes(records) + end64 + locator + last


def extras_and_comments() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for number, (name, content) in enumerate(reversed(_members().items())):
            info = zipfile.ZipInfo(name, (1999, 12, 31, 23, 59, 58))
            info.extra, info.comment = EXTRA, f"第 {number}".encode()
            info.external_attr, info.create_system = 0o640 << 16, number % 4
            kind = zipfile.ZIP_DEFLATED if number % 2 else zipfile.ZIP_STORED
            archive.writestr(info, content, kind, 9)
        archive.comment = b"made by hand \xff"
    return buffer.getvalue()


def shuffled_directory() -> bytes:
    """The central directory in another order than the members."""
    buffer = io.BytesIO(plain())
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.filelist.reverse()
        archive.comment = b"reversed"
    return buffer.getvalue()


@pytest.mark.parametrize(
    "write", [plain, stored, descriptors, zip64, extras_and_comments, shuffled_directory]
)
def test_untouched_members_are_copied_as_they_lie(tmp_path: Path, write: object) -> None:
    """Header, packed bytes, descriptor, order, times, flags, extra fields, comments: all stay."""
    path = tmp_path / "book.xlsx"
    path.write_bytes(write())  # type: ignore[operator]
    old, comment = raw_members(path), zipfile.ZipFile(path).comment
    book = Workbook.open(path)
    book.set("排名", {(1, 1): Decimal("98.6")})
    book.save()
    new = raw_members(path)
    assert list(new) == list(old)
    assert [name for name in old if old[name] != new[name]] == [SHEET]
    assert _kept(new[SHEET]) == _kept(old[SHEET])
    with zipfile.ZipFile(path) as archive:
        assert archive.comment == comment
        assert archive.testzip() is None
    assert read(path) == sheet_xml(ROWS.replace("1</v>", "98.6</v>"))


def _kept(member: Raw) -> tuple[object, ...]:
    """What a changed member keeps: method, time, comment, attributes, foreign extra fields."""
    flags, method, when, _, _, _, *rest = member.central
    assert isinstance(flags, int)
    return (flags & ~0x8, method, when, *rest)


@pytest.mark.parametrize("write", [plain, descriptors, zip64, extras_and_comments])
def test_a_file_without_changes_keeps_every_byte(tmp_path: Path, write: object) -> None:
    """Setting values that are there already changes nothing, in place or as a copy."""
    path, copy = tmp_path / "book.xlsx", tmp_path / "copy.xlsx"
    path.write_bytes(write())  # type: ignore[operator]
    data, status = path.read_bytes(), path.stat()
    book = Workbook.open(path)
    book.set("排名", {(1, 1): Decimal(1), (7, 7): None})
    book.save()
    book.save(copy)
    assert path.read_bytes() == copy.read_bytes() == data
    assert path.stat().st_mtime_ns == status.st_mtime_ns
    assert path.stat().st_ino == status.st_ino


def test_part_names_differ_by_more_than_case(tmp_path: Path) -> None:
    """A package whose member names differ in case from its relationships is read and kept."""
    members = parts(sheet_xml(ROWS))
    members["xl/Worksheets/Sheet1.XML"] = members.pop(SHEET)
    path = tmp_path / "book.xlsx"
    path.write_bytes(zipped(members))
    book = Workbook.open(path)
    book.set("排名", {(1, 1): Decimal(2)})
    book.save()
    assert "<v>2</v>" in read(path, "xl/Worksheets/Sheet1.XML")
