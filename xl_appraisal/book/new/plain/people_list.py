"""自动核对, at its right: who is elected to the awards of people, a column for each election."""

from __future__ import annotations

from collections.abc import Sequence

from xl_appraisal.book.new import styles
from xl_appraisal.book.new.plain.check_sheet import BROKEN, COLUMNS_OF_CHECK, HEADER_ROW
from xl_appraisal.book.new.plain.people_standing import PeopleStanding
from xl_appraisal.book.new.plain.typed_cells import cases
from xl_appraisal.book.new.plain.window_cells import WindowCells
from xl_appraisal.book.new.plain.window_standing import Contest
from xl_appraisal.book.new.styles import Styles
from xl_appraisal.book.new.xlsx_writer import Sheet, write_text

MOST_NAMES = 40
_WIDTH = 36.0  # characters


class PeopleList:
    """``seal`` is the one that all of it rests on, ``quotas`` are cells, one a contest."""

    def __init__(
        self, people: PeopleStanding, windows: WindowCells, seal: str, quotas: Sequence[str]
    ) -> None:
        self._people, self._windows, self._seal = people, windows, seal
        self._quotas = quotas

    def write(self, sheet: Sheet, look: Styles) -> None:
        """The number of places, or why nobody is named; below it the names, the best first."""
        text = look.of(styles.BODY, border=0, align="left", text_wrap=True)
        found = zip(self._people.contests, self._quotas, strict=True)
        for place, (contest, quota) in enumerate(found, COLUMNS_OF_CHECK):
            award, group = contest
            sheet.set_column(place, place, _WIDTH)
            write_text(sheet, HEADER_ROW - 1, place, f"{group}{award.name}", look.of(styles.HEADER))
            told = f'IFERROR({self._told(contest, quota)},"{BROKEN}")'
            sheet.write_formula(HEADER_ROW, place, f"={told}", text, "")
            for number in range(1, MOST_NAMES + 1):
                name = self._people.name(contest, number, self._windows)
                formula = f'IFERROR(IF({self._clear()},{name},""),"")'
                sheet.write_formula(HEADER_ROW + number, place, f"={formula}", text, "")

    def _reasons(self) -> list[tuple[str, str]]:
        return [(f'{self._seal}<>""', self._seal), *self._people.doubt(self._windows)]

    def _clear(self) -> str:
        """Whether nothing speaks against naming somebody, as a condition."""
        return f"NOT(OR({','.join(condition for condition, _ in self._reasons())}))"

    def _told(self, contest: Contest, quota: str) -> str:
        more = f'IF({self._people.elected(contest)}>{MOST_NAMES},"，下面只列前{MOST_NAMES}个","")'
        return cases(*self._reasons(), otherwise=f"{self._people.told(contest, quota)}&{more}")
