"""人员考核 read as evidence: one person a line, with the quarter's score."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from xl_appraisal.book.read.lines_by_window import LinesByWindow
from xl_appraisal.book.read.list_sheets import ListRow, ListTable
from xl_appraisal.book.read.typed_values import Unreadable, read_number, squeeze, text_or_empty
from xl_appraisal.model.exact import plain
from xl_appraisal.scoring import Given


def read_staff(lines: LinesByWindow, table: ListTable, most: Decimal) -> None:
    """Add each window's scores, from 0 to ``most``, and tell of people who are listed twice."""
    people: dict[str, list[tuple[str, ListRow]]] = defaultdict(list)
    for row in table.rows():
        window = lines.window(row)
        if not window or not lines.counts(row, window, "name", "score"):
            continue
        if not lines.is_whole(table, row, window):
            continue
        if _add_score(lines, row, window, most) and (name := text_or_empty(row["name"])):
            people[squeeze(name)].append((window, row))
    for met in people.values():
        if len(met) > 1:
            _tell_repeated(lines, met)


def _add_score(lines: LinesByWindow, row: ListRow, window: str, most: Decimal) -> bool:
    """Add a person's score to the window's; whether there is one."""
    score = read_number(row["score"], f"0 到 {plain(most)} 的考核分")
    if isinstance(score, Unreadable):
        lines.unreadable(row, "score", "考核分", score, window)
        return False
    name, place = text_or_empty(row["name"]), row.place("score")
    person = f"人员“{name}”" if name else f"第{row.row}行人员"
    if score is None:
        lines.tell("staff_score_blank", place, window, person=person)
        return False
    if score > most:
        words = {"person": person, "score": plain(score), "most": plain(most)}
        lines.tell("over_maximum.person", place, window, **words)
    lines.staff[squeeze(window)].append(Given(score, place))
    return True


def _tell_repeated(lines: LinesByWindow, met: list[tuple[str, ListRow]]) -> None:
    """A name twice in one window would weigh twice in its mean; in several it is only told."""
    first: dict[str, ListRow] = {}
    for window, row in met:
        earlier = first.setdefault(window, row)
        if earlier is not row:
            name, rows = text_or_empty(row["name"]), {"first": earlier.row, "second": row.row}
            lines.tell("person_repeated", row.place("name"), window, found=name, **rows)
    if len(first) > 1:
        _, row = met[-1]
        name, windows = text_or_empty(row["name"]), "、".join(first)
        lines.tell("person_in_windows", row.place("name"), name=name, windows=windows)
