"""算式: modules, total, rank and the red-flag election, on whole numbers of millionths."""

from __future__ import annotations

from xl_appraisal.book.new.plain.entry_lines import STAFF_PLACES, Ledger, Staff
from xl_appraisal.book.new.plain.helper_block import Block, Field
from xl_appraisal.book.new.plain.item_points import Points
from xl_appraisal.book.new.plain.rule_values import Values
from xl_appraisal.book.new.plain.typed_cells import BAD, quoted
from xl_appraisal.book.new.plain.window_cells import WindowCells
from xl_appraisal.model.notice.notice import Module, Notice
from xl_appraisal.scoring.methods import METHODS

_WEIGHT_PLACES = 4
_MOST_STAFF = 4 * 10**13
"""Above, a half could no longer be told from a hair less: thousands of people in one window."""
_QUOTA_PLACES = 9


class Scores:
    """``staff`` is what 人员考核 comes to, ``modules`` each module's score, then what follows."""

    def __init__(
        self,
        block: Block,
        windows: WindowCells,
        staff: Staff,
        ledger: Ledger,
        points: Points,
        values: Values,
        notice: Notice,
        stop: str,
    ) -> None:
        self._block, self._windows, self._values, self._notice = block, windows, values, notice
        self.modules: dict[str, Field] = {}
        self.shown: dict[str, Field] = {}
        mean = notice.module(notice.staff_id)
        self._staff_score(mean, staff)
        for module in notice.point_modules:
            formula = METHODS[module.method].formula(module, points.into[module.id], self)
            self.modules[module.id] = block.add(module.name, formula)
        none = f'IF({self.modules[mean.id].at}="","没有人员考核分，也没有填写{mean.name}","")'
        listed = [
            ledger.first_fault(windows.lines.at),
            staff.first_fault(windows.lines.at),
            *points.faults,
        ]
        faults = [stop, windows.name_fault, windows.fault, *listed, self._many, none]
        self.fault = self._first_of(faults)
        self._rank()
        self._elect(ledger.vetoes(windows.lines.at))

    # ── modules ──

    def _staff_score(self, module: Module, staff: Staff) -> None:
        """Mean × weight, half-up at the places of the setting: whole numbers only."""
        add, row = self._block.add, self._windows.lines.at
        number = add("人数", staff.number_of(row))
        sums = add("考核分合计", staff.sum_of(row))
        places, weight = self._values.setting("staff_places"), self._values.setting("staff_weight")
        above = f"{sums.at}*N({weight})"
        below = f"({number.at}*10^({STAFF_PLACES + _WEIGHT_PLACES}-N({places})))"
        mean = f"INT((2*{above}+{below})/(2*{below}))*10^(6-N({places}))"
        most = self._values[f"module.{module.id}.max"]
        self.staff = add("人员考核得分", f'IF({number.at}>0,MIN({mean},{most}),"")')
        self.shown[module.id] = self.staff  # not the typed figure: that stands there itself
        typed = self._windows.values[module.id].at
        given = f'IF(ISNUMBER({typed}),MIN({typed},{most}),"")'
        chosen = f'IF({self.staff.at}="",{given},{self.staff.at})'
        self.modules[module.id] = add(module.name, chosen)
        self._many = f'IF({above}>{_MOST_STAFF},"人员太多，本表算不准","")'

    def value(self, path: str) -> str:
        """The helper cell of a parameter."""
        return self._values[path]

    def step(self, title: str, formula: str) -> str:
        """A part of a module's formula in a column of its own."""
        return self._block.add(title, formula).at

    def _first_of(self, faults: list[str]) -> Field:
        """The first fault of the row, each in a column of its own."""
        fields = [self._block.add("不计原因", fault) for fault in faults]
        row = f"{fields[0].at}:{fields[-1].at}"
        first = f'IF(COUNTIF({row},"?*")=0,"",INDEX({row},MATCH("?*",{row},0)))'
        return self._block.add("提示", f'IF({self._windows.used.at}=1,{first},"")')

    # ── ranks ──

    def _rank(self) -> None:
        add, used = self._block.add, self._windows.used.at
        scores = "+".join(f"N({field.at})" for field in self.modules.values())
        fit = f'AND({used}=1,{self.fault.at}="")'
        self.total = add("总分", f'IF({fit},{scores},"")')
        total, column = self.total.at, self.total.column
        first = add("首次", f'IF({total}="",0,IF(COUNTIF({self.total.above},{total})=1,1,0))')
        dense = f'1+SUMIFS({first.column},{column},">"&{total})'
        shared = f'1+COUNTIF({column},">"&{total})'
        rank = f"IF({self._values.choice('tie_rank', 'dense')},{dense},{shared})"
        self.rank = add("名次", f'IF({total}="","",{rank})')
        for module, field in self.modules.items():
            if module not in self.shown:
                self.shown[module] = add(f"{module} 显示", f'IF({total}="","",{field.at})')

    # ── red flags ──

    def _quota(self) -> Field:
        names = self._windows.key.column
        windows = f"(SUMPRODUCT(--(LEN({names})>0))-COUNTIF({names},{quoted(BAD)}))"
        share = f"ROUND({windows}*N({self._values.setting('red_flag_share')}),{_QUOTA_PLACES})"
        choice = self._values.choice
        rounded = (
            f"IF({choice('quota_rounding', 'up')},ROUNDUP({share},0),"
            f"IF({choice('quota_rounding', 'down')},ROUNDDOWN({share},0),ROUND({share},0)))"
        )
        return self._block.add("名额", rounded)

    def _elect(self, lines: str) -> None:
        """The quota's first by total; a vetoed window's place goes to the next, or to nobody."""
        add, total = self._block.add, self.total.at
        ticks = [f"N({field.at})" for field in self._windows.vetoes()]
        vetoed = f"{'+'.join([*ticks, lines])}>0"
        self.veto = add("一票否决", f"IF(AND({self._windows.used.at}=1,{vetoed}),1,0)")
        free = f'IF(OR({total}="",{self.veto.at}=1),"",{total})'
        self.eligible = add("参评总分", free)
        self.quota = self._quota()
        plain = add("不计否决", f"IF({self._within(self.total)},1,0)")
        moved = add("补位后", f"IF({self._within(self.eligible)},1,0)")
        following = self._values.choice("substitution", "next")
        chosen = f"IF({following},{moved.at},{plain.at}*(1-{self.veto.at}))"
        self.elected = add("评上", chosen)
        self.substituted = add("补位", f"{self.elected.at}*(1-{plain.at})")
        flag = f'IF({self.substituted.at}=1,"红旗（补位）","红旗")'
        shown = f'IF({self.veto.at}=1,"一票否决",IF({self.elected.at}=1,{flag},""))'
        self.flag = add("红旗窗口", shown)

    def _within(self, pool: Field) -> str:
        """Whether the quota reaches the row's total among those of the pool.

        With ties at the line taken in: fewer are above than there are places.  Left out: no more
        are above or equal.
        """
        own, quota = pool.at, self.quota.at
        above = f'COUNTIF({pool.column},">"&{own})'
        equal = f'COUNTIF({pool.column},">="&{own})'
        taken = self._values.choice("tie_at_line", "include")
        return f'IF({own}="",FALSE,IF({taken},{above}<{quota},{equal}<={quota}))'
