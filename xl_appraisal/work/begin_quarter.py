"""A new quarter's workbook: built from a rulebook, or begun from what the last one hands on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from xl_appraisal.book.new.carry_over import Carried, fill
from xl_appraisal.book.new.macros.sources import Bridge
from xl_appraisal.files.write_file import write_whole
from xl_appraisal.hosts import FileHost
from xl_appraisal.model.rulebook import Rulebook

SPARE_ROWS = 2
"""Blank window rows below the named ones: who joins during the quarter is written there."""


def begin(
    out: Path,
    carried: Carried,
    *,
    bridge: Bridge = "addin",
    native: bool = False,
) -> None:
    """Write the workbook that takes over ``carried``; ``out`` appears whole or not at all."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        made = Path(folder) / out.name
        book, windows, quarter = carried.rulebook, carried.windows, carried.quarter
        build(made, book, windows, quarter, bridge=bridge, native=native)
        host = FileHost(made)
        fill(host, carried)
        host.save(keep=False)
        write_whole(out, made.read_bytes())


def build(
    out: Path,
    rulebook: Rulebook,
    names: Sequence[str],
    quarter: str,
    *,
    bridge: Bridge = "addin",
    native: bool = False,
) -> None:
    """Build an empty workbook: ``.xlsx``, or ``.xlsm`` with macros, buttons and ribbon.

    With ``native``, an ``.xlsx`` computes everything with plain formulas.  Otherwise
    :data:`SPARE_ROWS` follow the named windows.
    """
    if out.suffix.lower() == ".xlsx":
        from xl_appraisal.book.new import Room, build_workbook

        room = Room.of(len(names)) if native else None
        rows = SPARE_ROWS if names and not native else 0
        build_workbook(out, rulebook, names, quarter=quarter, spare_rows=rows, native=room)
        return
    from xl_appraisal.book.new.macros.macro_book import macro_workbook_bytes

    rows = SPARE_ROWS if names else 0
    content = macro_workbook_bytes(rulebook, names, quarter=quarter, bridge=bridge, spare_rows=rows)
    write_whole(out, content)
