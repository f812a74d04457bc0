"""Closing and reopening, as they stand on 规则: a row each, below the rules, for all to see."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Literal

from xl_appraisal.book.read.list_sheets import ListRow, find_list, needed_list
from xl_appraisal.book.read.typed_values import read_text
from xl_appraisal.book.sheets import RULE_EVENT, RULES, RULES_TABLE
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.findings import Finding, Place, finding
from xl_appraisal.model.grid import Cell, Grid, Ref, Write
from xl_appraisal.model.record import Record

EventKind = Literal["closed", "reopened"]
EVENT_NAMES: dict[EventKind, str] = {"closed": "封存", "reopened": "重新打开"}
_KINDS = {name: kind for kind, name in EVENT_NAMES.items()}
_PATH = re.compile(re.escape(RULE_EVENT) + r"\d+")


class Event(Record):
    """One closing or reopening: when, and what was noted (the code, or the reason)."""

    kind: EventKind
    time: str
    note: str
    place: Place
    note_ref: Ref


def is_event(path: str) -> bool:
    """Whether a path on 规则 is that of an event."""
    return _PATH.fullmatch(path) is not None


def is_event_row(cells: Mapping[int, Cell]) -> bool:
    """Whether any cell of a row is such a path."""
    return any(isinstance(cell.value, str) and is_event(cell.value) for cell in cells.values())


def read_event(row: ListRow) -> Event | None:
    """The event that a row of 规则 tells; ``None`` for a name that is none."""
    name, time, note = (read_text(row[field]) for field in ("name", "value", "reading"))
    kind = _KINDS.get(name) if isinstance(name, str) else None
    if kind is None:
        return None
    note_ref = row.row, row.columns.get("reading", 0)
    return Event(kind, str(time), str(note), row.place("value"), note_ref)


def read_events(grid: Grid) -> list[Event]:
    """The events on 规则, the oldest first.

    Raises :class:`BookError` where the sheet's header is gone.
    """
    refusal = f"工作表“{RULES}”的表头找不到，看不出是否封存过。请恢复表头。"
    listed = needed_list(grid, RULES_TABLE, (), refusal)
    rows = (row for row in listed.rows() if is_event(str(row["path"].value)))
    return [event for event in map(read_event, rows) if event is not None]


def event_rows(grid: Grid) -> frozenset[int]:
    """The rows of 规则 whose path is that of an event, readable as one or not."""
    listed = find_list(grid, RULES_TABLE)
    rows = listed.rows() if listed is not None else ()
    return frozenset(row.row for row in rows if is_event(str(row["path"].value)))


def closed_at(events: Iterable[Event]) -> str:
    """When the workbook was closed; empty where it is open."""
    last = ""
    for event in events:
        last = event.time if event.kind == "closed" else ""
    return last


def refuse_closed(closed: str) -> None:
    """Raise :class:`BookError` for a workbook that was closed at that time."""
    if closed:
        raise BookError(
            f"本期已于 {closed} 封存，没有改动。要更正，请先“重新打开”并写明原因"
            "〔命令行：xl-appraisal reopen〕；只想看结果，用“说明得分”“核验”。"
        )


def event_cells(grid: Grid, kind: EventKind, time: str, note: str) -> dict[Ref, Write]:
    """The cells that add an event below all that stands on 规则; its note comes last."""
    line = {"path": "", "name": EVENT_NAMES[kind], "value": time, "reading": note}
    refusal = f"工作表“{RULES}”的表头不全，记不下封存。请恢复表头。"
    listed = needed_list(grid, RULES_TABLE, line, refusal)
    line["path"] = f"{RULE_EVENT}{len(event_rows(grid)) + 1}"
    row = max((row for row, _ in grid.cells), default=listed.header_row) + 1
    return {(row, listed.columns[field]): text for field, text in line.items()}


def event_findings(events: Iterable[Event]) -> list[Finding]:
    """Each event as information for 核对: whoever reads the findings sees it."""
    return [
        finding(f"book_{event.kind}", event.place, time=event.time, note=event.note)
        for event in events
    ]
