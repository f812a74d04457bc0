"""算式: modules, what stops a window, and its total, on whole numbers of millionths."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from xl_appraisal.book.new.plain.entry_lines import STAFF_PLACES, Lines, Staff
from xl_appraisal.book.new.plain.helper_block import NUMBER, TEXT, Block, Field
from xl_appraisal.book.new.plain.item_points import Points
from xl_appraisal.book.new.plain.measured_cells import MOST_DIVIDED
from xl_appraisal.book.new.plain.rule_values import Values
from xl_appraisal.book.new.plain.typed_cells import (
    ROW,
    SCALE,
    cases,
    first_text,
    quoted,
)
from xl_appraisal.book.new.plain.window_cells import WindowCells
from xl_appraisal.book.sheets import RANKING
from xl_appraisal.model.notice.notice import Module, Notice
from xl_appraisal.scoring.methods import METHODS

_WEIGHT_PLACES = 4
_LOWEST = -(10**13)
"""Without a floor a module may fall below 0."""
_MOST_CASES, _LONGEST = 40, 6000
"""Levels and characters of one formula of faults; Excel takes 64, and 8,192."""


class Scores:
    """``staff`` is what 人员考核 comes to, ``modules`` each module's score, then what follows.

    Built in steps, between which the seals are set: :meth:`score`, :meth:`judge`, :meth:`compare`.
    """

    def __init__(
        self, block: Block, windows: WindowCells, staff: Staff, values: Values, notice: Notice
    ) -> None:
        self._block, self._windows, self._values, self._notice = block, windows, values, notice
        self.modules: dict[str, Field] = {}
        self.staff: Field | None = None
        self._mean_faults: list[tuple[str, str]] = []
        self._mean = notice.staff_module
        if self._mean is not None:
            self.staff = self._staff_score(self._mean, staff)

    # ── modules ──

    def _staff_score(self, module: Module, staff: Staff) -> Field:
        """Mean × weight, half-up at the places of the setting: whole numbers only."""
        add, row = self._block.add, self._windows.lines.at
        number = add("人数", staff.people(row), kind=NUMBER)
        places, weight = self._values.setting("staff_places"), self._values.setting("staff_weight")
        above = add("考核分合计", f"({staff.total(row)})*N({weight})", kind=NUMBER)
        below = f"({number.at}*10^({STAFF_PLACES + _WEIGHT_PLACES}-N({places})))"
        mean = f"INT((2*{above.at}+{below})/(2*{below}))*10^(6-N({places}))"
        most = self.value(f"module.{module.id}.max")
        self._mean_faults.append((f"{above.at}>{MOST_DIVIDED}", quoted("人员太多，本表算不准")))
        return add("人员考核得分", f'IF({number.at}>0,MIN({mean},{most}),"")')

    def score(self, points: Points) -> None:
        """The modules' scores from the points that go to each."""
        if self._mean is not None and self.staff is not None:
            self._choose(self._mean, self.staff.at)
        for module in self._notice.point_modules:
            terms = points.into[module.id] or ["0"]
            formula = METHODS[module.method].formula(module, terms, self)
            self.modules[module.id] = self._block.add(
                module.name, formula, kind=NUMBER, low=_LOWEST
            )

    def _choose(self, mean: Module, staff: str) -> None:
        """The score that people's make, else what is typed for it."""
        layout = self._windows.plan.layout
        column = next(c for c in layout.all_columns if c.id == mean.id)
        most = self.value(f"module.{mean.id}.max")
        typed = self._windows.points(column, '""', f"MIN(#,{most})").at
        chosen = f'IF({staff}="",{typed},{staff})'
        own = self.modules[mean.id] = self._block.add(mean.name, chosen)
        low = f'AND({staff}="",N({typed})>0,N({typed})<=MIN({SCALE},{most}/10))'
        self._mean_faults += [
            (low, quoted(f"{mean.name}不大于1，像是百分比，请核对")),
            (f'{own.at}=""', quoted(f"没有人员考核分，也没有填写{mean.name}：请填“人员考核”")),
        ]

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
        own = self._windows
        faults = [
            *((f'{stop}<>""', stop) for stop in stops),
            *own.faults,
            *(listed.fault(own.lines.at, number) for listed, number in lists),
            *points.faults,
            *self._mean_faults,
        ]
        parts = [
            self._block.add("不计原因", f'IF({own.used.at}=1,{cases(*some)},"")', kind=TEXT)
            for some in _in_parts(faults)
        ]
        self.fault = parts[0]
        if len(parts) > 1:
            told = first_text(*(part.at for part in parts))
            self.fault = self._block.add("不计原因", told, kind=TEXT)

    def compare(self) -> None:
        """Whether the modules' cells of 名次表 show what was computed: the total rests on both."""
        shown, same = self._windows.shown, []
        if self._mean is not None and self.staff is not None:
            same.append(f'OR({self.staff.at}="",{shown(self._mean.id)}={self.staff.at})')
        for module in self._notice.point_modules:
            same.append(f"{shown(module.id)}={self.modules[module.id].at}")
        told = quoted("的模块得分与算得的不同：请把上一行这几格的公式复制到这一行")
        told = f'"“{RANKING}”第{ROW}行"&{told}'
        fits = f"IFERROR(AND({','.join(same)}),FALSE)"
        own = f'IF({self.fault.at}<>"",{self.fault.at},IF({fits},"",{told}))'
        formula = f'IF({self._windows.used.at}=1,{own},"")'
        self.note = self._block.add("提示", formula, kind=TEXT)

    def add_up(self) -> None:
        """The total, within the notice's cap."""
        used = self._windows.used.at
        scores = "+".join([*self._head("base"), *(one.at for one in self.modules.values())])
        for cap in self._head("total_cap"):
            scores = f"MIN({scores},IF({cap}=0,10^15,{cap}))"  # a cap is above 0
        fit = f'AND({used}=1,{self.note.at}="")'
        self.total = self._block.add("总分", f'IF({fit},{scores},"")', low=_LOWEST)

    def _head(self, setting: str) -> Iterator[str]:
        """The cell of a value that holds for the whole notice, where it may have one."""
        if self._notice.form > 1 and setting in self._notice.settings:
            yield f"N({self._values.setting(setting)})"


def _in_parts(faults: Sequence[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    """The faults in order, as many together as one formula takes."""
    part: list[tuple[str, str]] = []
    for fault in faults:
        length = sum(len(condition) + len(told) for condition, told in [*part, fault])
        if part and (len(part) == _MOST_CASES or length > _LONGEST):
            yield part
            part = []
        part.append(fault)
    yield part
