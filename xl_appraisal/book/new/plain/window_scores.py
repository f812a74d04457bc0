"""算式: modules, total, rank and the red-flag election, on whole numbers of millionths."""

from __future__ import annotations

from collections.abc import Iterable

from xl_appraisal.book.new.plain.entry_lines import STAFF_PLACES, Ledger, Lines, Staff
from xl_appraisal.book.new.plain.helper_block import NUMBER, TEXT, Block, Field
from xl_appraisal.book.new.plain.item_points import Points
from xl_appraisal.book.new.plain.rule_values import Values
from xl_appraisal.book.new.plain.typed_cells import BAD, ROW, SCALE, cases, quoted
from xl_appraisal.book.new.plain.window_cells import WindowCells
from xl_appraisal.book.sheets import RANKING
from xl_appraisal.model.notice.awards import SUBSTITUTED, VETOED
from xl_appraisal.model.notice.notice import Module, Notice
from xl_appraisal.scoring.methods import METHODS

_WEIGHT_PLACES = 4
_MOST_STAFF = 4 * 10**13
"""Above, a half could no longer be told from a hair less: thousands of people in one window."""
_QUOTA_PLACES = 9
_LOWEST = -(10**13)
"""Without a floor a module may fall below 0."""


class Scores:
    """``staff`` is what 人员考核 comes to, ``modules`` each module's score, then what follows.

    Built in steps, between which the seals are set: :meth:`score`, :meth:`judge`, :meth:`rank`.
    """

    def __init__(
        self, block: Block, windows: WindowCells, staff: Staff, values: Values, notice: Notice
    ) -> None:
        self._block, self._windows, self._values, self._notice = block, windows, values, notice
        (self.award,) = notice.awards  # the first form has one
        self.modules: dict[str, Field] = {}
        self._mean = notice.module(notice.staff_id)
        self._staff_score(self._mean, staff)

    # ── modules ──

    def _staff_score(self, module: Module, staff: Staff) -> None:
        """Mean × weight, half-up at the places of the setting: whole numbers only."""
        add, row = self._block.add, self._windows.lines.at
        number = add("人数", staff.people(row), kind=NUMBER)
        places, weight = self._values.setting("staff_places"), self._values.setting("staff_weight")
        self._above = add("考核分合计", f"({staff.total(row)})*N({weight})", kind=NUMBER)
        below = f"({number.at}*10^({STAFF_PLACES + _WEIGHT_PLACES}-N({places})))"
        mean = f"INT((2*{self._above.at}+{below})/(2*{below}))*10^(6-N({places}))"
        self._most = self.value(f"module.{module.id}.max")
        self.staff = add("人员考核得分", f'IF({number.at}>0,MIN({mean},{self._most}),"")')

    def score(self, points: Points) -> None:
        """The modules' scores from the points that go to each."""
        mean = self._mean
        layout = self._windows.plan.layout
        column = next(c for c in layout.all_columns if c.id == mean.id)
        typed = self._windows.points(column, '""', f"MIN(#,{self._most})").at
        chosen = f'IF({self.staff.at}="",{typed},{self.staff.at})'
        self.modules[mean.id] = self._block.add(mean.name, chosen)
        for module in self._notice.point_modules:
            formula = METHODS[module.method].formula(module, points.into[module.id], self)
            self.modules[module.id] = self._block.add(
                module.name, formula, kind=NUMBER, low=_LOWEST
            )
        self._typed = typed

    def value(self, path: str) -> str:
        """The helper cell of a parameter; a full mark that cannot be read breaks no formula."""
        return f"N({self._values[path]})" if path.endswith(".max") else self._values[path]

    # ── faults ──

    def judge(
        self, points: Points, lists: Iterable[tuple[Lines, str]], stops: Iterable[str]
    ) -> None:
        """Why the row has no score: everything but what its computed cells show.

        ``lists`` come with the number of their lines that do not count; ``stops`` are cells with
        a reason that stops every window, or an empty text.
        """
        mean, own = self._mean, self._windows
        least = f"MIN({SCALE},{self.value(f'module.{mean.id}.max')}/10)"
        low = f'AND({self.staff.at}="",N({self._typed})>0,N({self._typed})<={least})'
        faults = [
            *((f'{stop}<>""', stop) for stop in stops),
            *own.faults,
            *(listed.fault(own.lines.at, number) for listed, number in lists),
            *points.faults,
            (f"{self._above.at}>{_MOST_STAFF}", quoted("人员太多，本表算不准")),
            (low, quoted(f"{mean.name}不大于1，像是百分比，请核对")),
            (
                f'{self.modules[mean.id].at}=""',
                quoted(f"没有人员考核分，也没有填写{mean.name}：请填“人员考核”"),
            ),
        ]
        told = f'IF({own.used.at}=1,{cases(*faults)},"")'
        self.fault = self._block.add("不计原因", told, kind=TEXT)

    def compare(self) -> None:
        """Whether the modules' cells of 名次表 show what was computed: the total rests on both."""
        mean, shown = self._mean, self._windows.shown
        same = f'OR({self.staff.at}="",{shown(mean.id)}={self.staff.at})'
        for module in self._notice.point_modules:
            same += f",{shown(module.id)}={self.modules[module.id].at}"
        told = quoted("的模块得分与算得的不同：请把上一行这几格的公式复制到这一行")
        told = f'"“{RANKING}”第{ROW}行"&{told}'
        fits = f"IFERROR(AND({same}),FALSE)"
        own = f'IF({self.fault.at}<>"",{self.fault.at},IF({fits},"",{told}))'
        formula = f'IF({self._windows.used.at}=1,{own},"")'
        self.note = self._block.add("提示", formula, kind=TEXT)

    # ── ranks ──

    def rank_all(self, ledger: Ledger, points: Points, quota: str) -> None:
        """Total, rank and flag; ``quota`` is a cell."""
        add, used = self._block.add, self._windows.used.at
        scores = "+".join(field.at for field in self.modules.values())
        fit = f'AND({used}=1,{self.note.at}="")'
        self.total = add("总分", f'IF({fit},{scores},"")', low=_LOWEST)
        total, column = self.total.at, self.total.column
        first = f'IF({total}="",0,IF(COUNTIF({self.total.above},{total})=1,1,0))'
        firsts = add("首次", first, kind=NUMBER)
        dense = f'1+SUMIFS({firsts.column},{column},">"&{total})'
        shared = f'1+COUNTIF({column},">"&{total})'
        rank = f"IF({self._values.choice('tie_rank', 'dense')},{dense},{shared})"
        self.rank = add("名次", f'IF({total}="","",{rank})', low=1)
        none = ledger.none(self._windows.lines.at, points.veto_slots)
        vetoed = f"OR({self._windows.vetoed}>0,NOT({none}))"
        veto = add("一票否决", f"IF(AND({used}=1,{vetoed}),1,0)", kind=NUMBER)
        free = f'IF(OR({total}="",{veto.at}=1),"",{total})'
        eligible = add("参评总分", free, low=_LOWEST)
        plain, moved = self._within(self.total, quota), self._within(eligible, quota)
        mark = self.award.mark
        substituted = quoted(f"{mark}{SUBSTITUTED}")
        following = f'IF({moved},IF({plain},{quoted(mark)},{substituted}),"")'
        standing = f'IF({plain},{quoted(mark)},"")'
        chosen = f"IF({self._values.choice('substitution', 'next')},{following},{standing})"
        flag = f"IF({veto.at}=1,{quoted(VETOED)},{chosen})"
        self.flag = add(self.award.name, flag, kind=TEXT)

    @property
    def quota(self) -> str:
        """How many windows get a flag."""
        names = self._windows.key.column
        windows = f'(SUMPRODUCT(({names}<>"")*1)-COUNTIF({names},{quoted(BAD)}))'
        share = f"ROUND({windows}*N({self._values.setting('red_flag_share')}),{_QUOTA_PLACES})"
        choice = self._values.choice
        return (
            f"IF({choice('quota_rounding', 'up')},ROUNDUP({share},0),"
            f"IF({choice('quota_rounding', 'down')},ROUNDDOWN({share},0),ROUND({share},0)))"
        )

    def _within(self, pool: Field, quota: str) -> str:
        """Whether the quota reaches the row's total among those of the pool.

        With ties at the line taken in: fewer are above than there are places.  Left out: no more
        are above or equal.
        """
        own = pool.at
        above = f'COUNTIF({pool.column},">"&{own})'
        equal = f'COUNTIF({pool.column},">="&{own})'
        taken = self._values.choice("tie_at_line", "include")
        return f'IF({own}="",FALSE,IF({taken},{above}<{quota},{equal}<={quota}))'
