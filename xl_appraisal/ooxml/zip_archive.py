"""A zip file as bytes: its members, unpacked on demand (APPNOTE 6.3.9, zip64 included).

Own code rather than :mod:`zipfile`: untouched members have to be copied byte for byte with
their local headers, descriptors and padding, and start-up time counts.
"""

from __future__ import annotations

import zlib

from xl_appraisal.files.file_error import XlsxError
from xl_appraisal.ooxml.file_kind import check_zip
from xl_appraisal.ooxml.zip_directory import (
    DEFLATED,
    ENCRYPTED,
    STORED,
    Member,
    damaged,
    find_directory,
    read_members,
)
from xl_appraisal.ooxml.zip_placing import index, place


class Archive:
    """The members of a zip file held in memory.  Raises :class:`XlsxError` when refused."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.directory = find_directory(data)
        self.members = place(data, self.directory, read_members(data, self.directory))
        self._by_name = index(self.members)

    def find(self, name: str) -> Member | None:
        """The member of that part name; names differ by more than ASCII case (OPC 6.2.2.3)."""
        return self._by_name.get(name.lower())

    def read(self, name: str) -> bytes:
        """The unpacked bytes of a part, its size and CRC checked."""
        member = self.find(name)
        if member is None:
            raise XlsxError("工作簿缺少这个部件", part=name, remedy="请用 Excel/WPS 重新保存一次")
        packed = self.data[member.data : member.data + member.packed]
        content = _unpack(member, packed)
        if len(content) != member.size or zlib.crc32(content) != member.crc:
            raise damaged("解压后的内容与校验值不符", member.name)
        return content


def check_whole(data: bytes) -> None:
    """Pass a file whose every part can be unpacked; :class:`XlsxError` for any other."""
    check_zip(data)
    archive = Archive(data)
    for member in archive.members:
        archive.read(member.name)


def _unpack(member: Member, packed: bytes) -> bytes:
    if member.flags & ENCRYPTED:
        raise XlsxError(
            "这个部件被加密", part=member.name, remedy="请在 Excel/WPS 中取消密码后再试"
        )
    if member.method == STORED:
        return packed
    if member.method != DEFLATED:
        raise XlsxError(
            f"压缩方法 {member.method} 不能读取",
            part=member.name,
            allowed="只接受不压缩（0）和 deflate（8）",
            remedy="请用 Excel/WPS 重新保存一次",
        )
    engine = zlib.decompressobj(-15)
    try:
        content = engine.decompress(packed, member.size + 1)  # never more than was declared
    except zlib.error as error:
        raise damaged("压缩内容已损坏", member.name) from error
    if not engine.eof and len(content) <= member.size:
        content += engine.flush()
    return content
