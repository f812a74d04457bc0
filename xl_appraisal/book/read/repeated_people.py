"""人员考核: the same person listed twice would weigh twice in the window's mean."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from xl_appraisal.book.read.list_sheets import ListRow
from xl_appraisal.book.read.typed_values import Unreadable, read_text, squeeze
from xl_appraisal.book.sheets import STAFF
from xl_appraisal.model.findings import Finding

_OFTEN = "person_repeated"
_ELSEWHERE = "person_in_windows"


class People:
    """The people met so far: squeezed name → the windows and rows they stand in."""

    def __init__(self) -> None:
        self._met: dict[str, list[tuple[str, str, ListRow]]] = defaultdict(list)

    def meet(self, window: str, row: ListRow) -> None:
        """One counted line of 人员考核; lines without a name are nobody's."""
        name = read_text(row["name"])
        if isinstance(name, Unreadable) or not name:
            return
        self._met[squeeze(name)].append((name, window, row))

    def findings(self) -> Iterator[Finding]:
        """A name twice in one window is a warning, in several windows only told."""
        for lines in self._met.values():
            if len(lines) < 2:
                continue
            yield from _within(lines)
            windows = dict.fromkeys(window for _, window, _ in lines)
            if len(windows) > 1:
                yield _between(lines, "、".join(windows))


def _within(lines: list[tuple[str, str, ListRow]]) -> Iterator[Finding]:
    first: dict[str, ListRow] = {}
    for name, window, row in lines:
        earlier = first.setdefault(window, row)
        if earlier is not row:
            message = (
                f"{window}：人员“{name}”在第{earlier.row}行和第{row.row}行各有一个考核分，"
                "两行都计入了平均分。如果是同一个人，请把多出的一行作废。"
            )
            place = row.place("name")
            yield Finding(
                "warning", _OFTEN, message, STAFF, place.cell, window, "姓名", name, "每人一行"
            )


def _between(lines: list[tuple[str, str, ListRow]], windows: str) -> Finding:
    name, _, row = lines[-1]
    message = f"人员“{name}”同时列在{windows}。同名或中途调动的不用改；重复的请作废。"
    return Finding("info", _ELSEWHERE, message, STAFF, row.place("name").cell, item="姓名")
