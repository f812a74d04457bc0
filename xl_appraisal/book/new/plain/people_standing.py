"""算式明细, beside the lines of 人员考核: who of them is elected to an award of people."""

from __future__ import annotations

from collections.abc import Sequence

from xl_appraisal.book.new.plain.entry_lines import STAFF_SCALE, Staff
from xl_appraisal.book.new.plain.helper_block import NUMBER, Block, Field
from xl_appraisal.book.new.plain.rule_values import Values
from xl_appraisal.book.new.plain.typed_cells import ROW, SCALE, beyond, countifs, quoted
from xl_appraisal.book.new.plain.window_cells import WindowCells
from xl_appraisal.book.new.plain.window_marks import WindowMarks
from xl_appraisal.book.new.plain.window_standing import Contest, places, reaches
from xl_appraisal.model.notice.awards import EACH_GROUP, Award
from xl_appraisal.model.notice.notice import Notice
from xl_appraisal.scoring.elections import groups_of, kept_out

_OF_GROUP = 10**6
"""Places of a group, which a list may not have more of."""


class PeopleStanding:
    """``contests`` are the elections of people in the notice's order.

    ``places`` holds, for each award, group × 10^6 + place of a line that is elected, else 0; the
    group is 0 where the award is not held in each.
    """

    def __init__(
        self, block: Block, staff: Staff, values: Values, notice: Notice, marks: WindowMarks
    ) -> None:
        self._block, self._staff, self._values = block, staff, values
        self._notice, self._marks = notice, marks
        self.awards = [award for award in notice.awards if award.of == "people"]
        self.contests: list[Contest] = [(a, g) for a in self.awards for g in groups_of(notice, a)]
        self.places: dict[str, Field] = {}
        self._of_window: dict[str, Field] = {}

    # ── whom a number of places is counted over ──

    def quota(self, contest: Contest) -> str:
        """How many people get an award in a group."""
        return places(self._values, self._notice, contest[0], self._counted(*contest))

    def _counted(self, award: Award, group: str) -> str:
        asked = [f'{self._staff.owner.column},">0"']
        left_out = self._marks.out(kept_out(self._notice, award)[1])
        if left_out is not None:
            asked.append(f"{self._window(left_out).column},0")
        number = self._marks.number_of(group)
        if number is not None and self._marks.group is not None:
            asked.append(f"{self._window(self._marks.group).column},{number}")
        return countifs(*asked)

    def _window(self, field: Field) -> Field:
        """What stands in a column of 算式 on the row of a line's window."""
        if field.letters not in self._of_window:
            at = f"INDEX({field.column},{self._staff.window_row()}-{field.first - 1})"
            formula = f'IF({self._staff.owner.at}>0,{at},"")'
            self._of_window[field.letters] = self._block.add("窗口的组别或不参评", formula)
        return self._of_window[field.letters]

    # ── who is elected ──

    def elect(self, quotas: Sequence[str]) -> None:
        """Who is elected to what; ``quotas`` are cells, one a contest."""
        found = list(zip(self.contests, quotas, strict=True))
        for award in self.awards:
            own = [cell for (one, _), cell in found if one is award]
            self.places[award.id] = self._places(award, own)

    def _places(self, award: Award, quotas: list[str]) -> Field:
        add, pool = self._block.add, self._within_windows(award, self._pool(award))
        own, group = pool.at, self._group(award)
        apart = [] if group is None else [f"{group.column},{group.at}"]
        upward = [] if group is None else [f"{group.above},{group.at}"]
        above = countifs(beyond(pool.column, ">", own), *apart)
        equal = countifs(f"{pool.above},{own}", *upward)
        quota = quotas[0] if group is None else f"CHOOSE({group.at},{','.join(quotas)})"
        number = "0" if group is None else group.at
        code = f"{number}*{_OF_GROUP}+{above}+{equal}"
        fits = reaches(self._values, award, pool, quota, apart)
        return add(award.name, f'IF({own}="",0,IF({fits},{code},0))', kind=NUMBER)

    def _group(self, award: Award) -> Field | None:
        """The groups of lines, where each has an election of its own."""
        group = self._marks.group
        return None if group is None or award.group != EACH_GROUP else self._window(group)

    def _pool(self, award: Award) -> Field:
        """The scores of those who may be elected."""
        staff, notice, marks = self._staff, self._notice, self._marks
        barred = [f"{staff.owner.at}<=0"]
        out = marks.out(kept_out(notice, award)[0])
        if out is not None:
            barred.append(f"{self._window(out).at}=1")
        if marks.group is not None and award.group == EACH_GROUP:
            barred.append(f"NOT(ISNUMBER({self._window(marks.group).at}))")
        elif marks.group is not None and marks.number_of(award.group) is not None:
            barred.append(f"{self._window(marks.group).at}<>{marks.number_of(award.group)}")
        smallest = notice.setting_of(award, "smallest")
        if smallest is not None:
            least = f"N({self._values.setting(smallest.id)})"
            barred.append(f"N({staff.score.at})*{SCALE // STAFF_SCALE}<{least}")
        return self._block.add("参评考核分", f'IF(OR({",".join(barred)}),"",{staff.score.at})')

    def _within_windows(self, award: Award, pool: Field) -> Field:
        """Those among the first so many of their window."""
        most = self._notice.setting_of(award, "per_window")
        if most is None:
            return pool
        cell, owner = self._values.setting(most.id), self._staff.owner
        fits = reaches(self._values, award, pool, cell, [f"{owner.column},{owner.at}"])
        kept = f'IF(ISNUMBER({cell}),IF({fits},{pool.at},""),{pool.at})'
        return self._block.add("窗口内取够人数", f'IF({pool.at}="","",{kept})')

    # ── what is told ──

    def doubt(self, windows: WindowCells) -> list[tuple[str, str]]:
        """Why nobody is named, each a condition with what is told."""
        keys, lines = windows.key.column, windows.lines.column
        rows = keys.replace(f"${windows.key.letters}$", "$A$")
        twice = f'SUMPRODUCT(({keys}<>"")*({lines}<>{rows}))>0'
        return [
            (twice, quoted("窗口重复出现，暂不评")),
            (f"{self._staff.faults}>0", quoted("人员考核有的行没有计入，暂不评，见明细中的提示")),
        ]

    def elected(self, contest: Contest) -> str:
        """How many people are elected."""
        column, start = self.places[contest[0].id].column, self._start(contest)
        return f'COUNTIFS({column},">{start}",{column},"<{start + _OF_GROUP}")'

    def told(self, contest: Contest, quota: str) -> str:
        """The number of places, how it comes about and how many are elected, as a formula."""
        award, group = contest
        how = quoted("（通报定数）")
        if self._notice.setting_of(award, "share") is not None:
            how = f'"（"&{self._counted(award, group)}&"人按比例）"'
        return f'"名额"&{quota}&"个"&{how}&"，评上"&{self.elected(contest)}&"个"'

    def _start(self, contest: Contest) -> int:
        number = self._marks.number_of(contest[1]) if contest[0].group == EACH_GROUP else None
        return (number or 0) * _OF_GROUP

    def name(self, contest: Contest, number: int, windows: WindowCells) -> str:
        """``张三（公安，98.5分）`` for the one of that place; an error where there is none."""
        staff, first = self._staff, self._staff.block.first
        place = f"MATCH({self._start(contest) + number},{self.places[contest[0].id].column},0)"
        row, letters = f"({place}+{first - 1})", staff.letters("name")
        name = f"INDEX({staff.table.name}!${letters}:${letters},{row})"
        named = f'IF(LEN(TRIM({name}))=0,"第"&{row}&"行人员",{name})'
        window = staff.window_row(f"INDEX({staff.owner.column},{place})")
        score = f"INDEX({staff.score.column},{place})/{STAFF_SCALE}"
        return f'{named}&"（"&{windows.cell("window").replace(ROW, window)}&"，"&{score}&"分）"'
