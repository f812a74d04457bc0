"""vbaProject.bin's compound file, read sector by sector after MS-CFB and by olefile."""

from __future__ import annotations

import struct
from typing import NamedTuple

import olefile
import pytest

from tests.vba.books import build
from xl_appraisal.book.new.macros.compound_file import compound_file
from xl_appraisal.book.new.macros.sources import Bridge

FREE, END, FAT_SECTOR = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
NOTHING = 0xFFFFFFFF  # no sibling, no child
UNUSED, STORAGE, STREAM, ROOT = 0, 1, 2, 5
BRIDGES: tuple[Bridge, ...] = ("addin", "standalone", "reference")


class Entry(NamedTuple):
    """A directory entry, its fields in the order of MS-CFB 2.6.1."""

    name: bytes
    name_length: int
    kind: int
    colour: int
    left: int
    right: int
    child: int
    class_id: bytes
    state: int
    created: int
    modified: int
    start: int
    size: int


def table(data: bytes) -> list[int]:
    """The file allocation table (2.3), through the header's list of its sectors (2.2)."""
    places = [place for place in struct.unpack_from("<109I", data, 76) if place != FREE]
    assert struct.unpack_from("<I", data, 44) == (len(places),)
    return [n for p in places for n in struct.unpack_from("<128I", data, (p + 1) * 512)]


def chain(links: list[int], sector: int) -> list[int]:
    """The sectors from ``sector`` to the end of its chain."""
    found = []
    while sector != END:
        assert sector not in found, "a chain in a circle"
        found.append(sector)
        sector = links[sector]
    return found


def directory(data: bytes) -> list[Entry]:
    """All entries of the directory, the unused ones too."""
    sectors = chain(table(data), *struct.unpack_from("<I", data, 48))
    raw = b"".join(data[(s + 1) * 512 : (s + 2) * 512] for s in sectors)
    return [Entry(*fields) for fields in struct.iter_unpack("<64sHBB3I16sIQQIQ", raw)]


def name(entry: Entry) -> str:
    """The name without its closing zero, which its length counts."""
    return entry.name[: entry.name_length - 2].decode("utf-16-le")


def order(entry: Entry) -> tuple[int, str]:
    """2.6.4: a shorter name comes first, and of equal ones that of the lower capitals."""
    return entry.name_length, name(entry).upper()


def checked(entries: list[Entry], number: int) -> tuple[list[Entry], int]:
    """A tree's entries in its order, and the black ones on each way down, which must be as many.

    2.6.4: of two entries in a row not both are red.
    """
    if number == NOTHING:
        return [], 0
    top = entries[number]
    assert top.kind in (STORAGE, STREAM)
    for below in (top.left, top.right):
        assert below == NOTHING or top.colour == 1 or entries[below].colour == 1, name(top)
    before, black = checked(entries, top.left)
    after, other = checked(entries, top.right)
    assert black == other, f"{name(top)}: {black} black entries to the left, {other} to the right"
    return [*before, top, *after], black + top.colour


def trees(data: bytes) -> dict[str, list[Entry]]:
    """Each storage's entries in the order of its tree, its rules held."""
    entries = directory(data)
    found = {}
    for storage in (entry for entry in entries if entry.kind in (STORAGE, ROOT)):
        found[name(storage)], _ = checked(entries, storage.child)
        if storage.child != NOTHING:
            assert entries[storage.child].colour == 1
    return found


@pytest.mark.parametrize("bridge", BRIDGES)
def test_each_storage_is_a_red_black_tree_in_the_order_of_names(bridge: Bridge) -> None:
    """No two red entries in a row, equally many black ones on every way, names ascending."""
    data = build(bridge=bridge)
    found = trees(data)
    for entries in found.values():
        assert [order(e) for e in entries] == sorted({order(e) for e in entries})
    assert sum(map(len, found.values())) + 1 == sum(e.kind != UNUSED for e in directory(data))


@pytest.mark.parametrize("bridge", BRIDGES)
def test_entries_bear_nothing_where_nothing_is_to_be(bridge: Bridge) -> None:
    """2.6.3: an unused entry is zeros and no links; 2.6.1: a storage has no first sector."""
    entries = directory(build(bridge=bridge))
    unused = Entry(bytes(64), 0, 0, 0, NOTHING, NOTHING, NOTHING, bytes(16), 0, 0, 0, 0, 0)
    assert [e for e in entries if e.kind == UNUSED and e != unused] == []
    assert [(e.start, e.size) for e in entries if e.kind == STORAGE] == [(0, 0)]
    assert entries[0].kind == ROOT and name(entries[0]) == "Root Entry"
    for entry in entries:
        assert (entry.class_id, entry.state, entry.created, entry.modified) == (bytes(16), 0, 0, 0)
        assert entry.child == NOTHING or entry.kind in (STORAGE, ROOT)


@pytest.mark.parametrize("bridge", BRIDGES)
def test_every_sector_belongs_to_one_chain(bridge: Bridge) -> None:
    """2.3: directory, mini streams, their table and long streams share none; none is lost."""
    data = build(bridge=bridge)
    links, entries = table(data), directory(data)
    sectors = len(data) // 512 - 1
    assert len(data) % 512 == 0 and set(links[sectors:]) <= {FREE}
    starts = [*struct.unpack_from("<I", data, 48), *struct.unpack_from("<I", data, 60)]
    starts += [e.start for e in entries if e.kind == ROOT or (e.kind == STREAM and e.size >= 4096)]
    used = [sector for start in starts for sector in chain(links, start)]
    used += [place for place, link in enumerate(links) if link == FAT_SECTOR]
    assert sorted(used) == list(range(sectors))


def test_olefile_finds_every_stream_with_nothing_to_complain_of() -> None:
    """A second reader, which is told to raise at any defect that it knows."""
    data = build()
    with olefile.OleFileIO(data, raise_defects=olefile.DEFECT_UNSURE) as ole:
        seen = {"/".join(path): ole.get_size(path) for path in ole.listdir()}
        assert ole.parsing_issues == []
    ours = {f"VBA/{name(e)}": e.size for e in trees(data)["VBA"]}
    ours |= {name(e): e.size for e in trees(data)["Root Entry"] if e.kind == STREAM}
    assert seen == ours and {"PROJECT", "PROJECTwm", "VBA/dir"} <= set(seen)


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 6, 7, 8, 100])
def test_the_tree_is_right_for_any_number_of_streams(count: int) -> None:
    """Full levels and levels with gaps; 100 streams of 5,000 bytes need a longer table too."""
    vba = {f"m{number:03}": bytes(5000 if count == 100 else 10) for number in range(count)}
    data = compound_file(vba, {"PROJECT": b"x"})
    assert [name(entry) for entry in trees(data)["VBA"]] == sorted(vba)
    with olefile.OleFileIO(data) as ole:
        assert {n: len(ole.openstream(f"VBA/{n}").read()) for n in vba} == {
            n: len(content) for n, content in vba.items()
        }
