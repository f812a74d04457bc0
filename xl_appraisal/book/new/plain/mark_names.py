"""算式设置: the names of groups, and what may mean that a window takes part after all."""

from __future__ import annotations

from collections.abc import Iterator

from xl_appraisal.book.new.plain import typed_cells as cells
from xl_appraisal.book.new.plain.fixed_table import FixedTable
from xl_appraisal.book.new.plain.typed_cells import BAD, quoted
from xl_appraisal.book.read.typed_values import squeeze
from xl_appraisal.model.notice.notice import Notice
from xl_appraisal.scoring.marks import NO_REASON

_WIDE = {n: n + 0xFEE0 for n in range(0x21, 0x7F) if chr(n).isalnum() or chr(n) in "-/"}
"""The full-width form of those characters that no function of a spreadsheet tells as the same."""
UNCLEAR = 2


class MarkNames:
    """The tables, and how the columns of 名次表 are read that say who takes part, and where."""

    def __init__(self, notice: Notice) -> None:
        self._groups = [squeeze(group.name).lower() for group in notice.groups]
        self._reasoned = any(one.typed == "text" for one in notice.exclusions)
        self._named: FixedTable
        self._unclear: FixedTable

    def tables(self, left: int) -> Iterator[FixedTable]:
        """The tables from that column on; none of what the notice does not have."""
        if self._groups:
            rows = [
                (form, number)
                for number, name in enumerate(self._groups, 1)
                for form in dict.fromkeys((name, name.translate(_WIDE).lower()))
            ]
            self._named = FixedTable(left, rows)
            left = self._named.next_left
            yield self._named
        if self._reasoned:
            texts = {form for text in NO_REASON for form in (text, text.translate(_WIDE))}
            self._unclear = FixedTable(left, [(text,) for text in sorted(texts)])
            yield self._unclear

    def group(self, cell: str) -> str:
        """The number of the group that a cell names."""
        place = cells.place_of(f"LOWER({cells.name_key(cell)})", self._named.column())
        found = f"IFERROR(INDEX({self._named.column(1)},{place}),{quoted(BAD)})"
        return cells.cases(
            (f"ISERROR({cell})", quoted(BAD)), (cells.is_blank(cell), '""'), otherwise=found
        )

    def reason(self, cell: str) -> str:
        """1 for a reason not to take part, :data:`UNCLEAR` for what may be none."""
        place = cells.place_of(f"UPPER({cells.name_key(cell)})", self._unclear.column())
        return cells.cases(
            (f"ISERROR({cell})", quoted(BAD)),
            (f"ISLOGICAL({cell})", f"IF({cell},1,{UNCLEAR})"),
            (cells.is_blank(cell), '""'),
            (f"ISNUMBER({place})", str(UNCLEAR)),
            otherwise="1",
        )
