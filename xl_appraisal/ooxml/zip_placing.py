"""Where each member's bytes lie in a zip file, and whether the file is what it says."""

from __future__ import annotations

from xl_appraisal.files.file_error import XlsxError
from xl_appraisal.model.limits import (
    MAX_PART_BYTES,
    MAX_RATIO,
    MAX_TOTAL_BYTES,
    MIB,
    RATIO_FLOOR_BYTES,
)
from xl_appraisal.ooxml.zip_directory import LOCAL, Directory, Member, damaged, member_name


def index(members: list[Member]) -> dict[str, Member]:
    """Members by name in lower case; :class:`XlsxError` if two share one (OPC 6.2.2.3)."""
    by_name: dict[str, Member] = {}
    for member in members:
        if by_name.setdefault(member.name.lower(), member) is not member:
            raise XlsxError(
                "压缩包内有同名部件，不能判断以哪个为准",
                part=member.name,
                remedy="文件来路可疑，请向提供者核实，或用 Excel/WPS 重新保存一次",
            )
    return by_name


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
    header = LOCAL.unpack_from(data, at)
    flags, named, extra = header[2], header[9], header[10]
    start = at + LOCAL.size
    if member_name(data[start : start + named], flags) != member.name:
        raise damaged("部件名在目录和文件头中不一致", member.name)
    content = start + named + extra
    if content + member.packed > chunk_end:
        raise damaged("部件与其他内容重叠", member.name)
    if member.size > MAX_PART_BYTES:
        raise _bomb("部件解压后过大", f"每个最多 {MAX_PART_BYTES // MIB} MiB", member.name)
    if member.size > RATIO_FLOOR_BYTES and member.size > MAX_RATIO * max(member.packed, 1):
        raise _bomb("部件的压缩比异常（压缩炸弹）", f"最多 {MAX_RATIO} 倍", member.name)
    return member._replace(data=content, chunk_end=chunk_end)


def _bomb(found: str, allowed: str, name: str = "") -> XlsxError:
    return XlsxError(
        found, part=name, allowed=allowed, remedy="请删去不需要的内容，或向提供者核实文件来源"
    )
