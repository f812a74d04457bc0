"""算式明细: what each line of 加扣分明细 and of 人员考核 counts for, or why it does not.

``owner`` holds, for each line: 0 where nothing is to be counted; window row × 1000 + slot where it
counts; below 0, and then its own row and the code of the reason, where it stops its window.
"""

from __future__ import annotations

from collections.abc import Iterable

from xl_appraisal.book.new.plain import typed_cells as cells
from xl_appraisal.book.new.plain.entry_names import SLOT, Names
from xl_appraisal.book.new.plain.helper_block import NUMBER, Block, Field
from xl_appraisal.book.new.plain.line_reasons import FINER, LOST
from xl_appraisal.book.new.plain.typed_cells import BAD, END, ROW, SCALE, quoted
from xl_appraisal.book.sheets import LEDGER_TABLE, STAFF_TABLE, TableSheet
from xl_appraisal.model.grid import column_name

STAFF_SCALE = 10_000
STAFF_PLACES = 4
_OF_ROW = 1000
"""Slots of a window's row."""
_LINE = 10**6
"""Rows that a list may have."""
_LOWEST = -(10**13)


class Lines:
    """What both lists need; ``keys`` are the window rows' names on 算式."""

    def __init__(self, block: Block, table: TableSheet, keys: Field, names: Names) -> None:
        self.block, self.table = block, table
        self._keys, self._names = keys, names
        self.owner: Field
        self.ordered: Field

    def cell(self, field: str) -> str:
        return cells.same_row(self.table.name, self.letters(field))

    def letters(self, field: str) -> str:
        return column_name(self.table.place(field) + 1)

    def _unless_struck(self, unclear: str, otherwise: str, blank: str) -> str:
        """``blank`` for a blank or struck line, ``unclear`` where the status is neither."""
        fields = [field for field, _ in self.table.fields]
        line = f"{self.cell(fields[0])}:{self.cell(fields[-1])}"
        place = self._names.status_place(self.cell("status"))
        return f"IF(COUNTA({line})=0,{blank},CHOOSE({place},{otherwise},{blank},{unclear}))"

    def _own(self, refused: str, reason: str, slot: str, nothing: str) -> None:
        """Add ``owner``; with ``refused`` the line counts for ``reason``, else for ``slot``."""
        key, first = self._keys, self._keys.first
        found = cells.place_of(f'{cells.name_key(self.cell("window"))}&"{END}"', key.column)
        lost = f"IF({refused},0,-({LOST * _LINE}+{ROW}+{slot})/{_OF_ROW})"
        window = f"IFERROR({found}+{first - 1},{lost})"
        code = f"{window}*IF({refused},100,{_OF_ROW})+IF({refused},{reason},{slot})"
        told = f"ROUND(({code})*IF({refused},{-_LINE},1)-IF({refused},{ROW},0),0)"
        formula = f"IF({nothing},0,{told})"
        self.owner = self.block.add("归属", formula, kind=NUMBER, low=_LOWEST)

    @property
    def overflow(self) -> str:
        """Whether the list goes on below the rows that are looked at, as a condition."""
        letters, sheet = self.letters("window"), self.table.name
        return f"COUNTA({sheet}!${letters}${self.block.last + 1}:${letters}$1048576)>0"

    def sum_of(self, field: Field, row: str, slots: Iterable[int]) -> str:
        """The sum of a field over the lines of a window's row in those slots."""
        every = f"SUMIF({self.owner.column},#,{field.column})"
        found = [
            f"IF({self._missing(row, n)},0,{every.replace('#', _code(row, n))})" for n in slots
        ]
        return f"({'+'.join(found)})" if len(found) > 1 else "".join(found) or "0"

    def number_of(self, row: str, slots: Iterable[int]) -> str:
        """How many lines of a window's row there are in those slots."""
        found = (f"COUNTIF({self.owner.column},{_code(row, n)})" for n in slots)
        return "+".join(found) or "0"

    def none(self, row: str, slots: Iterable[int]) -> str:
        """Whether a window's row has no line in those slots, as a condition.

        Among numbers in order a program finds one at once; to count or to sum it looks at every
        line.
        """
        missing = [self._missing(row, n) for n in slots]
        return f"AND({','.join(missing)})" if missing else "TRUE"

    def _missing(self, row: str, slot: int) -> str:
        code, every = _code(row, slot), self.ordered.column
        return f"IFERROR(INDEX({every},MATCH({code},{every},1))<>{code},TRUE)"

    def known(self, field: Field, row: str, slots: Iterable[int], limited: str = "#") -> str:
        """The sum, an empty text where there are no lines; ``limited`` has ``#`` for the sum."""
        slots = list(slots)
        summed = self.sum_of(field, row, slots)
        if len(slots) == 1:  # that there are lines is asked already
            summed = f"SUMIF({self.owner.column},{_code(row, slots[0])},{field.column})"
        summed = limited.replace("#", summed)
        return f'IF({self.none(row, slots)},"",{summed})' if slots else '""'

    def fault(self, row: str, any_fault: str) -> tuple[str, str]:
        """Whether a line of a window's row stops it, and what one of them is told of.

        ``any_fault`` is a cell with the number of all such lines.
        """
        below = f"-({row}*100+100)*{_LINE}"
        lower = f'COUNTIF({self.owner.column},"<"&{below})'
        number = f'COUNTIF({self.owner.column},"<"&-{row}*{100 * _LINE})-{lower}'
        told = self._told(f"SMALL({self.owner.column},{lower}+1)")
        return f"IF({any_fault}=0,FALSE,{number}>0)", told

    @property
    def faults(self) -> str:
        """How many lines do not count for a reason."""
        return f'COUNTIF({self.owner.column},"<0")'

    def note(self, number: str) -> str:
        """The note of that number: the latest row first, of each window and reason."""
        return self._told(f"SMALL({self.owner.column},{number})")

    def _told(self, code: str) -> str:
        reason = self._names.reason(f"MOD(INT(-{code}/{_LINE}),100)")
        return f'"“{self.table.name}”第"&MOD(-{code},{_LINE})&"行："&{reason}'


def _code(row: str, slot: int) -> str:
    return f"{row}*{_OF_ROW}+{slot}"


class Staff(Lines):
    """人员考核: scores in ten-thousandths, below 0 the code of what is wrong.

    ``full`` is the cell of a person's full mark.
    """

    def __init__(self, block: Block, keys: Field, names: Names, full: str) -> None:
        super().__init__(block, STAFF_TABLE, keys, names)
        read = cells.figure(self.cell("score"), cells.MOST_POINTS, STAFF_PLACES, STAFF_SCALE)
        score = self.cell("score")
        most = f"MIN(1,N({full})/{10 * SCALE})"  # as the reader has it: `is_doubtful_score`
        doubted = f"IF(ISNUMBER({score}),AND({score}>0,{score}<={most}),FALSE)"
        read = f"IF(ISERROR({score}),-15,IF({doubted},-16,{read}))"
        read = self._unless_struck("-1", read, '""')
        self.score = block.add("考核分", read, low=-16)
        at = self.score.at
        wrong = f"IF(ISNUMBER({at}),{at}<0,{at}={quoted(BAD)})"
        self._own(wrong, f"IF(ISNUMBER({at}),-{at},15)", str(SLOT), f'{at}=""')

    def window_row(self, line: str = "") -> str:
        """The row of the window of a line that counts; of the formula's own where none is named."""
        return f"INT({line or self.owner.at}/{_OF_ROW})"

    def people(self, row: str) -> str:
        return self.number_of(row, [SLOT])

    def total(self, row: str) -> str:
        return f"SUMIF({self.owner.column},{_code(row, SLOT)},{self.score.column})"


class Ledger(Lines):
    """加扣分明细: points and counts in millionths."""

    def __init__(self, block: Block, keys: Field, names: Names) -> None:
        super().__init__(block, LEDGER_TABLE, keys, names)
        self.points = block.add("分值", cells.figure(self.cell("points"), cells.MOST_POINTS))
        self.count = block.add("数量", self._count(self.cell("count")))
        item, module = self.cell("item"), self.cell("module")
        broken = cells.cases(
            (f"ISERROR({module})", "3"),
            (f"ISERROR({item})", "4"),
            otherwise=names.outcome(item, module, self.points.at, self.count.at),
        )
        outcome = self._unless_struck("1", broken, "0")
        if names.set_points.rules:
            meant = block.add("所指", outcome, kind=NUMBER).at
            outcome = names.set_points.within(meant, self.points.at, self.count.at) or meant
        self.outcome = block.add("去向", outcome, kind=NUMBER)
        at = self.outcome.at
        self._own(f"{at}<{SLOT}", at, at, f"{at}=0")
        least = f"SMALL({self.owner.column},{ROW}-{block.first - 1})"
        self.ordered = block.add("归属从小到大", least, kind=NUMBER, low=_LOWEST)

    @property
    def unread(self) -> str:
        """How many lines have a count that may be a percent, or is finer than is taken."""
        return "+".join(f"COUNTIF({self.outcome.column},{code})" for code in FINER)

    @staticmethod
    def _count(cell: str) -> str:
        """A count; with more decimals only from 0 to 1, as a share that need not end."""
        scaled = f"{cell}*{SCALE}"
        whole = f"ROUND({cell},{cells.PLACES})={cell}"
        number = cells.cases(
            (f"OR({cell}<0,{cell}>={cells.MOST_COUNT})", quoted(BAD)),
            (whole, f"ROUND({scaled},0)"),
            (f"{cell}<1", scaled),
            otherwise=quoted(BAD),
        )
        return cells.read(cell, number)
