"""What the last command changed in a workbook, for 恢复: Excel forgets its own list at a macro.

Each macro has a Python of its own, which ends with it.  So the way back is kept in a file of the
user's own folder, under the workbook's path, for the last command only.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeAlias

from xl_appraisal.files.own_folder import own_folder
from xl_appraisal.files.write_file import write_whole
from xl_appraisal.model.errors import AppraisalError, BookError
from xl_appraisal.model.grid import EMPTY, Area, Cell, CellError, Ref, Value, a1
from xl_appraisal.model.listed import listed
from xl_appraisal.ooxml.row_moves import RowMove

Cells: TypeAlias = Mapping[Ref, Cell]
Reader: TypeAlias = Callable[[str], Cells]
"""Gives the cells of a sheet as they are now."""

_MOST_NAMED = 10
_TYPES: dict[str, tuple[type, Callable[[Any], str], Callable[[str], Value]]] = {
    "error": (CellError, str, CellError),
    "truth": (bool, lambda v: str(int(v)), lambda t: t == "1"),
    "text": (str, str, str),
    "number": (Decimal, str, Decimal),
    "moment": (dt.datetime, dt.datetime.isoformat, dt.datetime.fromisoformat),
    "day": (dt.date, dt.date.isoformat, dt.date.fromisoformat),
    "time": (dt.time, dt.time.isoformat, dt.time.fromisoformat),
}
"""How the values of cells are kept: the first that fits."""


class LastCommand:
    """What is noted while a command runs, and what it is taken back by."""

    def __init__(self, label: str) -> None:
        self.label = label
        self.back: list[dict[str, Any]] = []
        self.whole = True
        """Whether all that was done can be taken back: a sheet made anew cannot."""
        self.undoing = False
        """Whether it takes another back: it cannot be taken back itself."""
        self.after: dict[str, Any] = {}

    def put(self, sheet: str, area: Area, cells: Cells) -> None:
        """Cells of an area are about to be written."""
        held = {ref: cell for ref, cell in cells.items() if area.covers(ref)}
        self.back.append({"what": "put", "sheet": sheet, "area": area, "cells": _packed(held)})

    def protection(self, sheet: str, wanted: bool) -> None:
        """A sheet is about to be protected, or no more; ``wanted`` is how it was."""
        self.back.append({"what": "protection", "sheet": sheet, "wanted": wanted})

    def put_in(self, sheet: str, first: int, count: int) -> None:
        """Rows are about to be put in."""
        self.back.append({"what": "in", "sheet": sheet, "first": first, "count": count})

    def taken_out(self, sheet: str, first: int, count: int, cells: Mapping[str, Cells]) -> None:
        """Rows are about to be taken out; ``cells`` are those of every sheet."""
        packed = {name: _packed(held) for name, held in cells.items()}
        self.back.append(
            {"what": "out", "sheet": sheet, "first": first, "count": count, "cells": packed}
        )

    def keep(self, book: str, read: Reader) -> None:
        """The command is done: what it wrote is kept as it stands now, or nothing is kept."""
        forget(book)
        if self.undoing or not (self.back and self.whole):
            return
        for sheet in {step["sheet"] for step in self.back}:
            areas, cells = self._areas(sheet), read(sheet)
            held = {r: c for r, c in cells.items() if any(area.covers(r) for area in areas)}
            self.after[sheet] = {"areas": areas, "cells": _packed(held)}
        text = json.dumps({"label": self.label, "back": self.back, "after": self.after})
        with suppress(OSError, AppraisalError):  # without a folder of its own nothing is kept
            path = _path(book)
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, text.encode())

    def _areas(self, sheet: str) -> list[Area]:
        """The areas written on a sheet, as they are after the rows that came or went since."""
        found: list[Area] = []
        for step in self.back:
            if step["sheet"] != sheet:
                continue
            if step["what"] == "put":
                found.append(step["area"])
            elif step["what"] in ("in", "out"):
                count = step["count"] * (1 if step["what"] == "in" else -1)
                move = RowMove(sheet, step["first"], count)
                found = [moved for area in found if (moved := move.area(area)) is not None]
        return found

    def check(self, read: Reader) -> None:
        """Raise :class:`BookError`, with the cells, where somebody typed since."""
        changed = [
            f"{sheet}!{a1(*ref)}"
            for sheet, held in self.after.items()
            for ref in _differing(held["areas"], _unpacked(held["cells"]), read(sheet))
        ]
        if changed:
            raise BookError(
                f"“{self.label}”之后，{listed(changed, _MOST_NAMED)} 又改动过，没有恢复。"
                "请改回这几格再试，或从备份恢复。"
            )


def last_command(book: str) -> LastCommand | None:
    """What the last command on a workbook left; ``None`` where nothing can be taken back."""
    try:
        kept = json.loads(_path(book).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    found = LastCommand(kept["label"])
    found.back, found.after = kept["back"], kept["after"]
    return found


def forget(book: str) -> None:
    """The last command is no more to be taken back."""
    with suppress(OSError):
        _path(book).unlink()


def step_cells(step: Mapping[str, Any]) -> tuple[Area, Cells]:
    """The area of a step that wrote cells, and what they held."""
    return Area(*step["area"]), _unpacked(step["cells"])


def sheets_cells(step: Mapping[str, Any]) -> dict[str, Cells]:
    """The cells of every sheet before a step that took rows out."""
    return {name: _unpacked(held) for name, held in step["cells"].items()}


def _differing(areas: list[list[int]], before: Cells, now: Cells) -> list[Ref]:
    inside = [Area(*area) for area in areas]
    refs = {ref for ref in (*before, *now) if any(area.covers(ref) for area in inside)}
    return sorted(ref for ref in refs if not _same(before.get(ref, EMPTY), now.get(ref, EMPTY)))


def _same(one: Cell, other: Cell) -> bool:
    """A formula's figure is the program's own."""
    return one.formula == other.formula and (one.formula is not None or one.value == other.value)


def _packed(cells: Cells) -> list[list[Any]]:
    return [[*ref, *_kept(cell.value), cell.formula] for ref, cell in cells.items()]


def _kept(value: Value) -> tuple[str, str]:
    for name, (kind, pack, _) in _TYPES.items():
        if isinstance(value, kind):
            return name, pack(value)
    return "", ""


def _unpacked(lines: list[list[Any]]) -> dict[Ref, Cell]:
    return {
        (row, column): Cell(_TYPES[kind][2](text) if kind else None, formula)
        for row, column, kind, text, formula in lines
    }


def _path(book: str) -> Path:
    folder = own_folder(sys.platform, lambda name: os.environ.get(name, ""), Path.home())
    return folder / "undo" / f"{hashlib.sha256(book.encode()).hexdigest()[:32]}.json"
