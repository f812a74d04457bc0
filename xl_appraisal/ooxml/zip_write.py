"""The same zip file with some members replaced or left out, all other bytes as they were."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Collection, Mapping

from xl_appraisal.model.limits import COMPRESSION_LEVEL, MAX_FILE_BYTES
from xl_appraisal.ooxml.zip_read import (
    CENTRAL,
    DEFLATED,
    DESCRIPTOR,
    END,
    END64,
    LOCAL,
    LOCATOR,
    Archive,
    Member,
    damaged,
)

_CENTRAL_OFFSET = 42


def rebuild(
    archive: Archive, replaced: Mapping[str, bytes], removed: Collection[str] = ()
) -> list[bytes | memoryview]:
    """The chunks of the new file, in order.

    ``replaced`` maps member names (as stored) to their new unpacked bytes.  A member keeps its
    place, method, time and attributes; untouched ones are slices of the old file, headers,
    descriptors, extra fields and padding included.
    """
    view = memoryview(archive.data)
    chunks: list[bytes | memoryview] = []
    records: dict[str, bytes] = {}
    at = 0
    for member in sorted(archive.members, key=lambda member: member.offset):
        if member.name in removed:
            continue
        if member.name in replaced:
            chunk, records[member.name] = _packed(archive, member, replaced[member.name], at)
            chunks.append(chunk)
            at += len(chunk)
        else:
            records[member.name] = _moved(archive.data, member, at)
            chunks.append(view[member.offset : member.chunk_end])
            at += member.chunk_end - member.offset
    directory = [records[m.name] for m in archive.members if m.name not in removed]
    chunks += directory
    chunks.append(_end(archive, at, sum(map(len, directory)), len(directory)))
    if at > MAX_FILE_BYTES:
        raise damaged("保存后的文件太大")
    return chunks


def _moved(data: bytes, member: Member, offset: int) -> bytes:
    record = bytearray(data[member.record : member.record_end])
    if member.offset64:
        struct.pack_into("<Q", record, member.offset64 - member.record, offset)
    else:
        struct.pack_into("<I", record, _CENTRAL_OFFSET, offset)
    return bytes(record)


def _packed(archive: Archive, member: Member, content: bytes, offset: int) -> tuple[bytes, bytes]:
    """Local chunk and central record of a member with new content.

    Sizes are known here and below 4 GiB (``limits``), so data descriptor and zip64 go.
    """
    packed = content
    if member.method == DEFLATED:
        engine = zlib.compressobj(COMPRESSION_LEVEL, zlib.DEFLATED, -15)
        packed = engine.compress(content) + engine.flush()
    sizes = (zlib.crc32(content), len(packed), len(content))
    local = list(LOCAL.unpack_from(archive.data, member.offset))
    start = member.offset + LOCAL.size
    name = archive.data[start : start + local[9]]
    extra = _without64(archive.data[start + local[9] : member.data])
    local[2] &= ~DESCRIPTOR
    local[6:9] = sizes
    local[10] = len(extra)
    chunk = b"".join((LOCAL.pack(*local), name, extra, packed))
    return chunk, _record(archive.data, member, sizes, offset)


def _record(data: bytes, member: Member, sizes: tuple[int, int, int], offset: int) -> bytes:
    central = list(CENTRAL.unpack_from(data, member.record))
    start = member.record + CENTRAL.size + central[10]
    extra = _without64(data[start : start + central[11]])
    name = data[member.record + CENTRAL.size : start]
    comment = data[start + central[11] : member.record_end]
    central[3] &= ~DESCRIPTOR
    central[7:10] = sizes
    central[11] = len(extra)
    central[16] = offset
    return b"".join((CENTRAL.pack(*central), name, extra, comment))


def _without64(extra: bytes) -> bytes:
    kept, at = b"", 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, at)
        if kind != 1:
            kept += extra[at : at + 4 + length]
        at += 4 + length
    return kept + extra[at:]


def _end(archive: Archive, start: int, size: int, count: int) -> bytes:
    """The end records with the new place and count; the comment follows as it was."""
    old = archive.directory
    tail = bytearray(archive.data[old.end :])
    if old.end64_record:
        struct.pack_into("<4Q", tail, END64.size - 32, count, count, size, start)
        locator = old.end_record - LOCATOR.size - old.end
        struct.pack_into("<Q", tail, locator + 8, start + size)
    at = old.end_record - old.end
    _, *_, here, total, end_size, end_start, _ = END.unpack_from(tail, at)
    narrow = [
        0xFFFF if here == 0xFFFF and old.end64_record else count,
        0xFFFF if total == 0xFFFF and old.end64_record else count,
        0xFFFF_FFFF if end_size == 0xFFFF_FFFF else size,
        0xFFFF_FFFF if end_start == 0xFFFF_FFFF else start,
    ]
    struct.pack_into("<2H2I", tail, at + 8, *narrow)
    return bytes(tail)
