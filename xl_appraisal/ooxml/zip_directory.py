"""The directory of a zip file: which members there are and where (APPNOTE 6.3.9, 4.3)."""

from __future__ import annotations

import struct
from typing import NamedTuple

from xl_appraisal.files.file_error import XlsxError
from xl_appraisal.model.limits import MAX_MEMBERS

LOCAL = struct.Struct("<4s5H3I2H")
CENTRAL = struct.Struct("<4s6H3I5H2I")
END = struct.Struct("<4s4H2IH")
END64 = struct.Struct("<4sQ2H2I4Q")
LOCATOR = struct.Struct("<4sIQI")
STORED, DEFLATED = 0, 8
ENCRYPTED, DESCRIPTOR, UTF8 = 0x1, 0x8, 0x800
_MASK32 = 0xFFFF_FFFF


class Member(NamedTuple):
    """One member: where its bytes stand and what the central directory says of it."""

    name: str
    flags: int
    method: int
    crc: int
    packed: int  # bytes
    size: int  # bytes, unpacked
    offset: int  # of the local header
    record: int  # of the central record
    record_end: int
    offset64: int  # where the central record keeps the offset as 64 bits; 0: it does not
    data: int = 0  # of the packed bytes
    chunk_end: int = 0  # where the next member's chunk begins


class Directory(NamedTuple):
    """The end of the file: central directory and end records."""

    start: int
    end: int  # of the central directory, where the end records begin
    end_record: int
    end64_record: int  # 0: the file has none


def damaged(found: str, name: str = "") -> XlsxError:
    """A zip structure that does not hold together."""
    return XlsxError(found, part=name, remedy="文件可能没有下载完整或已损坏，请重新取得一份")


def find_directory(data: bytes) -> Directory:
    """Read the end records; :class:`XlsxError` if they do not fit the file."""
    end = _find_end(data)
    _, disk, first, here, count, size, start, _ = END.unpack_from(data, end)
    close, end64 = end, 0
    locator = end - LOCATOR.size
    if locator >= 0 and data[locator : locator + 4] == b"PK\6\7":
        end64 = close = LOCATOR.unpack_from(data, locator)[2]
        if end64 + END64.size > locator or data[end64 : end64 + 4] != b"PK\6\6":
            raise damaged("zip64 目录损坏")
        _, _, _, _, disk, first, here, count, size, start = END64.unpack_from(data, end64)
    if disk or first or here != count:
        raise damaged("这是分卷压缩文件的一部分")
    if start + size != close:
        raise damaged("压缩目录的位置不对")
    if count > MAX_MEMBERS:
        raise XlsxError(f"压缩包内有 {count} 个部件", allowed=f"最多 {MAX_MEMBERS} 个")
    return Directory(start, close, end, end64)


def _find_end(data: bytes) -> int:
    """The end record whose comment ends with the file; a comment may hold the signature."""
    floor = max(0, len(data) - END.size - 0xFFFF)
    at = data.rfind(b"PK\5\6", floor)
    while at >= 0:
        if at + END.size <= len(data):
            comment = END.unpack_from(data, at)[7]
            if at + END.size + comment == len(data):
                return at
        at = data.rfind(b"PK\5\6", floor, at)
    raise damaged("压缩目录不在文件末尾，文件不完整")


def read_members(data: bytes, directory: Directory) -> list[Member]:
    """The central records in order; :class:`XlsxError` if one does not hold together."""
    at, found = directory.start, []
    while at < directory.end:
        if at + CENTRAL.size > directory.end or data[at : at + 4] != b"PK\1\2":
            raise damaged("压缩目录损坏")
        member = _member(data, at)
        if member.record_end > directory.end:
            raise damaged("压缩目录损坏")
        found.append(member)
        at = member.record_end
    return found


def _member(data: bytes, at: int) -> Member:
    fields = CENTRAL.unpack_from(data, at)
    _, _, _, flags, method, _, _, crc, packed, size, named, extra, comment = fields[:13]
    offset = fields[16]
    start = at + CENTRAL.size
    raw = data[start : start + named]
    name = member_name(raw, flags)
    wide = [size == _MASK32, packed == _MASK32, offset == _MASK32]
    offset64 = 0
    if any(wide):
        at64 = _find_extra64(data, start + named, start + named + extra, 8 * sum(wide), name)
        values = list(struct.unpack_from(f"<{sum(wide)}Q", data, at64))
        if wide[2]:
            offset, offset64 = values.pop(), at64 + 8 * len(values)
        if wide[1]:
            packed = values.pop()
        if wide[0]:
            size = values.pop()
    end = start + named + extra + comment
    return Member(name, flags, method, crc, packed, size, offset, at, end, offset64)


def _find_extra64(data: bytes, at: int, end: int, needed: int, name: str) -> int:
    end = min(end, len(data))
    while at + 4 <= end:
        kind, length = struct.unpack_from("<2H", data, at)
        if kind == 1 and needed <= length <= end - at - 4:
            return at + 4
        at += 4 + length
    raise damaged("zip64 大小缺失", name)


def member_name(raw: bytes, flags: int) -> str:
    """A member's name decoded; :class:`XlsxError` for one that leads out of the package."""
    try:
        name = raw.decode("utf-8" if flags & UTF8 else "cp437")
    except UnicodeDecodeError as error:
        raise damaged("部件名不是 UTF-8") from error
    steps = name.split("/")
    if not name or "\\" in name or "\0" in name or ":" in steps[0] or ".." in steps or not steps[0]:
        raise XlsxError(
            f"压缩包内有不允许的路径 {name!r}",
            allowed="部件名只能是包内的相对路径",
            remedy="文件来路可疑，请向提供者核实",
        )
    return name
