"""The compound file around a VBA project (MS-CFB): pyOpenVBA packs it, its directory is put right.

pyOpenVBA colours every entry that it adds red and gives storages and unused entries a first
sector; MS-CFB 2.6.4 forbids two red entries in a row, 2.6.1 and 2.6.3 want zeros there.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping

from pyopenvba.cfb import CFB

_NO_STREAM, _END, _FAT, _FREE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
_SECTOR, _ENTRY = 512, 128  # bytes
_UNUSED, _STORAGE, _ROOT = 0, 1, 5  # kinds of entry
_KIND, _COLOUR, _LEFT, _CHILD, _START = 66, 67, 68, 76, 116  # bytes from an entry's beginning
_RED, _BLACK = 0, 1


def compound_file(vba: Mapping[str, bytes], root: Mapping[str, bytes]) -> bytes:
    """A compound file with the storage ``VBA`` of the streams ``vba``, and ``root`` beside it."""
    cfb = CFB.from_bytes(_empty_compound_file())
    for name in sorted(vba):
        cfb.add_stream_at(("VBA",), name, vba[name])
    for name in sorted(root):
        cfb.add_stream_at((), name, root[name])
    data = bytearray(cfb.to_bytes())
    _put_directory_right(data)
    return bytes(data)


def _put_directory_right(data: bytearray) -> None:
    """Zeros where no stream begins, and colours that make each storage's tree red and black."""
    entries = list(_entries(data))
    for entry in entries:
        if data[entry + _KIND] in (_UNUSED, _STORAGE):
            struct.pack_into("<I", data, entry + _START, 0)
        if data[entry + _KIND] in (_STORAGE, _ROOT):
            _colour(data, entries, *struct.unpack_from("<I", data, entry + _CHILD))


def _colour(data: bytearray, entries: list[int], top: int) -> None:
    """Black, and red the last level where it is not full.

    The trees are halved evenly, so that no other level has gaps: then every way down from the
    ``top`` meets equally many black entries.
    """
    level, room = [top], 1
    while level := [entries[number] for number in level if number != _NO_STREAM]:
        colour = _BLACK if len(level) == room else _RED
        for entry in level:
            data[entry + _COLOUR] = colour
        level = [n for e in level for n in struct.unpack_from("<2I", data, e + _LEFT)]
        room *= 2


def _entries(data: bytes | bytearray) -> Iterator[int]:
    """Where each directory entry begins, along the directory's chain of sectors (2.3, 2.6)."""
    count, sector = struct.unpack_from("<2I", data, 44)
    places = struct.unpack_from(f"<{count}I", data, 76)  # the header's 109 hold 7 MB of project
    while sector != _END:
        start = (sector + 1) * _SECTOR
        yield from range(start, start + _SECTOR, _ENTRY)
        table, place = divmod(sector, _SECTOR // 4)
        (sector,) = struct.unpack_from("<I", data, (places[table] + 1) * _SECTOR + 4 * place)


def _empty_compound_file() -> bytes:
    """A compound file (MS-CFB) with an empty storage ``VBA`` and no times.

    Started from nothing, because a file Excel wrote would bring its own time stamps along.
    """
    fat = struct.pack("<128I", _END, _FAT, *[_FREE] * 126)
    directory = (
        _entry("Root Entry", _ROOT, child=1) + _entry("VBA", _STORAGE) + _entry("", _UNUSED) * 2
    )
    header = struct.pack(
        "<8s16sHHHHH6s9I436s",
        bytes.fromhex("D0CF11E0A1B11AE1"),
        bytes(16),
        0x003E,
        3,
        0xFFFE,
        9,  # sectors of 2**9 bytes
        6,  # mini sectors of 2**6 bytes
        bytes(6),
        *(0, 1, 0, 0, 4096, _END, 0, _END, 0),
        struct.pack("<109I", 1, *[_FREE] * 108),
    )
    return header + directory + fat


def _entry(name: str, kind: int, child: int = _NO_STREAM) -> bytes:
    """A directory entry (MS-CFB 2.6.1), black, without class, state or times."""
    text = name.encode("utf-16-le") + b"\0\0" if name else b""
    start = _END if kind == _ROOT else 0
    links = (_NO_STREAM, _NO_STREAM, child)
    return struct.pack("<64sHBB3I36sIQ", text, len(text), kind, _BLACK, *links, bytes(36), start, 0)
