"""A zip file read: its directory, where each member lies, its bytes (APPNOTE 6.3.9, 4.3).

What does not hold together, leads out of the package or is a bomb is refused.
"""

from __future__ import annotations

import struct
import zlib
from typing import NamedTuple

from xl_appraisal.files.file_error import XlsxError
from xl_appraisal.model.limits import (
    MAX_MEMBERS,
    MAX_PART_BYTES,
    MAX_RATIO,
    MAX_TOTAL_BYTES,
    MIB,
    RATIO_FLOOR_BYTES,
)

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
    _, _, needed, flags, method, _, _, crc, packed, size, named, extra, comment = fields[:13]
    offset = fields[16]
    start = at + CENTRAL.size
    name = member_name(data[start : start + named], flags)
    if needed & 0xFF > 63:  # the format is at 6.3; other programs would not read it
        raise damaged("压缩格式没有这样的版本", name)
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
    name = name.replace("\\", "/")  # some programs for Windows write it so, and Excel reads it
    steps = name.split("/")
    if "\0" in name or ":" in steps[0] or ".." in steps or not steps[0]:
        raise XlsxError(
            f"压缩包内有不允许的路径 {name!r}",
            allowed="部件名只能是包内的相对路径",
            remedy="请用 Excel/WPS 打开并重新保存一次",
        )
    return name


def place(data: bytes, directory: Directory, members: list[Member]) -> list[Member]:
    """Find each member's bytes; chunks must lie one after the other and fill the file."""
    if sum(member.size for member in members) > MAX_TOTAL_BYTES:
        raise _bomb("全部部件解压后过大", f"合计最多 {MAX_TOTAL_BYTES // MIB} MiB")
    starts = sorted(member.offset for member in members)
    if (starts[0] if starts else directory.start) != 0:
        raise damaged("文件开头有不属于压缩包的内容")
    ends = dict(zip(starts, [*starts[1:], directory.start], strict=True))
    if len(ends) != len(starts):
        raise damaged("两个部件指向同一段内容")
    return [_placed(data, member, ends[member.offset]) for member in members]


def _placed(data: bytes, member: Member, chunk_end: int) -> Member:
    at = member.offset
    if at + LOCAL.size > chunk_end or data[at : at + 4] != b"PK\3\4":
        raise damaged("部件的文件头损坏", member.name)
    _, _, flags, method, *_, named, extra = LOCAL.unpack_from(data, at)
    start = at + LOCAL.size
    if member_name(data[start : start + named], flags) != member.name:
        raise damaged("部件名在目录和文件头中不一致", member.name)
    if method != member.method:  # who reads from the front would unpack something else
        raise damaged("压缩方法在目录和文件头中不一致", member.name)
    content = start + named + extra
    if content + member.packed > chunk_end:
        raise damaged("部件与其他内容重叠", member.name)
    if member.size > MAX_PART_BYTES:
        raise _bomb("部件解压后过大", f"每个最多 {MAX_PART_BYTES // MIB} MiB", member.name)
    if member.size > RATIO_FLOOR_BYTES and member.size > MAX_RATIO * max(member.packed, 1):
        raise _bomb("部件的压缩比异常（压缩炸弹）", f"最多 {MAX_RATIO} 倍", member.name)
    return member._replace(data=content, chunk_end=chunk_end)


def _bomb(found: str, allowed: str, name: str = "") -> XlsxError:
    remedy = "请删去不需要的内容，或用 Excel/WPS 另存一份"
    return XlsxError(found, part=name, allowed=allowed, remedy=remedy)


class Archive:
    """The members of a zip file held in memory.  Raises :class:`XlsxError` when refused."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.directory = find_directory(data)
        self.members = place(data, self.directory, read_members(data, self.directory))
        self._by_name: dict[str, Member] = {}
        for member in self.members:  # names differ by more than ASCII case (OPC 6.2.2.3)
            if self._by_name.setdefault(member.name.lower(), member) is not member:
                raise XlsxError(
                    "压缩包内有同名部件，不能判断以哪个为准",
                    part=member.name,
                    remedy="请用 Excel/WPS 打开并重新保存一次",
                )

    def find(self, name: str) -> Member | None:
        """The member of that part name, ``None`` where there is none."""
        return self._by_name.get(name.lower())

    def stored_name(self, name: str) -> str:
        """The name that a part has in the file, in its own case; the name itself for none."""
        return member.name if (member := self.find(name)) else name

    def read(self, name: str) -> bytes:
        """The unpacked bytes of a part, its size and CRC checked."""
        member = self.find(name)
        if member is None:
            raise XlsxError("工作簿缺少这个部件", part=name, remedy="请用 Excel/WPS 重新保存一次")
        content = _unpack(member, self.data[member.data : member.data + member.packed])
        if len(content) != member.size or zlib.crc32(content) != member.crc:
            raise damaged("解压后的内容与校验值不符", member.name)
        return content


def _unpack(member: Member, packed: bytes) -> bytes:
    if member.flags & ENCRYPTED:
        remedy = "请在 Excel/WPS 中取消密码后再试"
        raise XlsxError("这个部件被加密", part=member.name, remedy=remedy)
    if member.method == STORED:
        return packed
    if member.method != DEFLATED:
        found, allowed = f"压缩方法 {member.method} 不能读取", "只接受不压缩（0）和 deflate（8）"
        again = "请用 Excel/WPS 重新保存一次"
        raise XlsxError(found, part=member.name, allowed=allowed, remedy=again)
    engine = zlib.decompressobj(-15)
    try:
        content = engine.decompress(packed, member.size + 1)  # never more than was declared
    except zlib.error as error:
        raise damaged("压缩内容已损坏", member.name) from error
    if not engine.eof and len(content) <= member.size:
        content += engine.flush()
    return content
