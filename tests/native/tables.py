"""Random quarters as a clerk would type them: cells, lines and settings, good and bad.

Figures keep to what a workbook of plain formulas takes (docs/decisions/0015): six decimals, three
where a count is multiplied.  Few values and many edges, so that ties, caps, band starts, floors
and the line of the quota are met often.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from random import Random
from typing import TypeAlias

ROWS = 12
"""Window rows of the workbook that the tables are put into."""
STAFF_ROWS = 45
LEDGER_ROWS = 30

Content: TypeAlias = Decimal | str | None
"""A number, a text (a formula where it begins with ``=``) or nothing."""

DEDUCTIVE = ("人员进驻", "业务规范", "窗口规范", "评价管理")
PLAIN_POINTS = (
    "leadership_bonus", "leadership_deduction", "package_bonus", "item_18", "item_20", "item_22",
    "item_30", "item_35", "item_37", "item_38",
)  # fmt: skip
RULED_POINTS = (
    "case_volume_bonus", "item_24", "item_33", "item_39", "assisted_bonus", "walkthrough_bonus",
)  # fmt: skip
ROUTED = ("item_47", "item_48")
COUNTS = ("immediate_cases", "promised_cases")
SMALL_COUNTS = ("assisted_times", "item_24_count", "item_33_count", "item_39_count")
FLAGS = ("veto_43", "veto_44")
COUNTED_ITEMS = (
    "年度工作方案未提交", "活动安排表未提交", "季度走流程未完成", "季度成效报告未提交",
    "多走流程次数", "一件事牵头事项", "一件事配合事项", "帮代办次数", "窗口人均即办件",
    "重点加分（第24、25列）数量",
)  # fmt: skip
POINT_ITEMS = (
    "办件量加分", "重点加分（第18列）", "c22", "重点扣分（第37列）", "重点加分（第24、25列）·加分",
    "帮代办·加分", "领导重视·扣分", "局长走流程·加分",
)  # fmt: skip
ROUTED_ITEMS = ("扣分（第47列）", "第48列")
BAD = ("五", "3 5", "abc", "-", "见附件", "=1/0", "=NA()")
_MOST_ITEM = 8  # points of an item
EDGES = (199, 200, 299, 300, 499, 500, 599, 600, 601)


@dataclass
class Table:
    """One quarter: window rows (column id → content), lines (field → content), 规则 by path."""

    windows: list[dict[str, Content]]
    staff: list[dict[str, Content]] = field(default_factory=list)
    ledger: list[dict[str, Content]] = field(default_factory=list)
    rules: dict[str, Content] = field(default_factory=dict)


class Generator:
    """Tables from one seed; ``odd`` is how likely an odd content is at each of its places."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.odd = 0.0
        self.coarse = False

    def table(self) -> Table:
        """The next table: every other one with ties in view, every third with odd contents."""
        chance = self.random.random
        self.odd = self.random.choice((0.0, 0.0, 0.02, 0.08))
        self.coarse = chance() < 0.5
        count = self.random.randint(1, ROWS)
        names = [f"窗口{number}" for number in range(1, count + 1)]
        made, twins = Table([]), 0.4 if chance() < 0.4 else 0.0
        for name in names:
            if made.windows and chance() < twins:
                self._twin(made, name)
            else:
                made.windows.append(self._window(name))
                self._lines(made, name)
        del made.staff[STAFF_ROWS:], made.ledger[LEDGER_ROWS:]
        self.random.shuffle(made.ledger)
        if chance() < 0.6:
            made.rules = self._rules()
        if chance() < self.odd:
            self._spoil_names(made)
        return made

    def _twin(self, made: Table, name: str) -> None:
        """A window with all that another has: they tie, unless one of them is vetoed too."""
        other = self.random.choice(made.windows)
        made.windows.append({**other, "window": name})
        if self.random.random() < 0.3:
            made.windows[-1]["veto_44"] = "√"
        for lines in (made.staff, made.ledger):
            own = [line for line in lines if line["window"] == other["window"]]
            lines += [{**line, "window": name} for line in own]

    # ── figures ──

    def _points(self, most: int) -> Content:
        if self.random.random() < self.odd:
            return self._odd()
        places = 1 if self.coarse else self.random.choice((0, 1, 2, 3, 3, 6))
        points = Decimal(self.random.randint(0, most * 10**places)).scaleb(-places)
        if self.coarse:
            points = Decimal(self.random.randint(0, 2 * most)) / 2
        if most > _MOST_ITEM and 0 < points <= 1:  # a score that may be a percent: see the guards
            points += 1
        return points

    def _count(self, most: int, places: int = 0) -> Content:
        if self.random.random() < self.odd:
            return self._odd()
        if most > 100 and self.random.random() < 0.5:
            return Decimal(self.random.choice(EDGES))
        count = Decimal(self.random.randint(0, most * 10**places)).scaleb(-places)
        return count + 1 if 0 < count < 1 else count

    def _odd(self) -> Content:
        kind = self.random.random()
        if kind < 0.3:
            return self.random.choice((" ", "　", None))
        return Decimal(-1) if kind < 0.45 else self.random.choice(BAD)

    def _flag(self) -> Content:
        odd = self.random.random() < self.odd
        return self.random.choice(("√√", "？", "2") if odd else ("√", "是", "Y", "×", "否", " √"))

    # ── 名次表 ──

    def _window(self, name: str) -> dict[str, Content]:
        chance, cells = self.random.random, {"window": name}
        made: dict[str, Content] = dict(cells)
        for column in self.random.sample(PLAIN_POINTS, 3):
            made[column] = self._points(8)
        for column in RULED_POINTS:
            if chance() < 0.08:
                made[column] = self._points(4)
        for column in ROUTED:
            if chance() < 0.06:
                made[column] = self.random.choice((Decimal(0), Decimal(1), Decimal(2)))
        for column in COUNTS:
            if chance() < 0.5:
                made[column] = self._count(700, self.random.choice((0, 1)))
        for column in SMALL_COUNTS:
            if chance() < 0.2:
                made[column] = self._count(13)
        if chance() < 0.4:
            made["platform_share"] = self._share()
        for column in FLAGS:
            if chance() < 0.12:
                made[column] = self._flag()
        if chance() < self.odd:
            made["item_31"] = self.random.choice(("说明", "=1/0", "12"))
        return made

    def _share(self) -> Content:
        if self.random.random() < self.odd:
            return self.random.choice(("多半", Decimal("1.2"), Decimal(-1)))
        choices = ("=2/3", "=400/600", "=399/600", Decimal("0.67"), Decimal("0.66"), Decimal(1))
        return self.random.choice(choices)

    # ── lists ──

    def _lines(self, made: Table, name: str) -> None:
        chance = self.random.random
        if chance() < 0.15:  # a typed figure beside lines that say otherwise stops the window
            made.windows[-1]["staff_performance"] = self._points(31)
        elif chance() < 0.9:
            for _ in range(self.random.randint(1, 5)):
                made.staff.append(self._staff(name))
        for _ in range(self.random.choice((0, 1, 2, 3))):
            made.ledger.append(self._line(name))

    def _staff(self, name: str) -> dict[str, Content]:
        scores = (Decimal(90), Decimal(95), Decimal(100))
        score: Content = self.random.choice(scores)
        if not self.coarse:
            score = self._points(100)
        if isinstance(score, Decimal):
            score = score.quantize(Decimal("0.0001")).normalize()
        return {"window": self._named(name), "score": score, **self._status()}

    def _status(self) -> dict[str, Content]:
        if self.random.random() < 0.06:
            return {"status": "作废", "struck_reason": "重复"}
        return {"status": "删"} if self.random.random() < self.odd / 2 else {}

    def _named(self, name: str) -> str:
        if self.random.random() >= self.odd:
            return name
        return self.random.choice((f" {name}", f"{name}　", "不在表中的窗口", ""))

    def _line(self, name: str) -> dict[str, Content]:
        kind = self.random.random()
        line: dict[str, Content] = {"window": self._named(name), **self._status()}
        if kind < 0.3:
            line |= {"module": self.random.choice(DEDUCTIVE), "points": self._points(7)}
        elif kind < 0.35:
            line |= {"module": "奖励分", "points": self._points(5)}
        elif kind < 0.6:
            line |= {"item": self.random.choice(COUNTED_ITEMS), "count": self._count(8)}
        elif kind < 0.8:
            line |= {"item": self.random.choice(POINT_ITEMS), "points": self._points(4)}
        elif kind < 0.92:
            routed = self.random.choice(DEDUCTIVE)
            points = Decimal(self.random.choice((1, 2)))
            line |= {"item": self.random.choice(ROUTED_ITEMS), "module": routed, "points": points}
        elif kind < 0.96:
            none, one = Decimal(0), Decimal(1)
            said = self.random.choice(({}, {}, {"count": none}, {"count": one}, {"points": none}))
            line |= {"item": self.random.choice(("一票否决（第43列）", "一票否决"))} | said
        else:
            line |= {"item": "一体化平台办件占比", "count": self._share()}
        if self.random.random() < self.odd:
            self._spoil(line)
        return line

    def _spoil(self, line: dict[str, Content]) -> None:
        field_name = self.random.choice(("item", "module", "points", "count"))
        line[field_name] = self.random.choice(("没有的名称", None, Decimal(1), "业务规范", "=1/0"))

    def _spoil_names(self, made: Table) -> None:
        window = self.random.choice(made.windows)
        window["window"] = self.random.choice(("窗口1", None, "=1/0", "窗口 1"))

    # ── 规则 ──

    def _rules(self) -> dict[str, Content]:
        """Some settings changed; now and then one that cannot be read."""
        pick = self.random.choice
        floors: tuple[Content, ...] = (None, *map(Decimal, ("0", "0.5", "5", "12", "40")))
        caps: tuple[Content, ...] = (None, Decimal(2), Decimal("2.5"), Decimal(10))
        offered: dict[str, tuple[Content, ...]] = {
            "setting.tie_rank": ("并列，其后不空名次（1、2、2、3）", "shared", "dense"),
            "setting.quota_rounding": ("有小数即进一", "舍去小数", "四舍五入"),
            "setting.tie_at_line": ("同分的都不评（可能不足名额）", "include"),
            "setting.substitution": ("不补位，名额空缺", "next"),
            "setting.red_flag_share": tuple(map(Decimal, ("0", "0.1", "0.29", "0.5", "1"))),
            "setting.staff_weight": (Decimal("0.25"), Decimal("0.3"), Decimal("0.3333")),
            "setting.staff_places": tuple(map(Decimal, range(7))),
            "setting.module_floor": floors,
            "module.reward.max": (Decimal(5), Decimal(12)),
            "module.business_conduct.max": (Decimal(8), Decimal("20.5")),
            "module.staff_performance.max": (Decimal(25),),
            "rule.leadership.cap": caps,
            "rule.case_volume.cap": caps,
            "rule.package_services.cap": caps,
            "rule.walkthrough.cap": caps,
            "rule.assisted_handling.cap": caps,
            "rule.walkthrough.deduction_module": DEDUCTIVE,
            "rule.walkthrough.plan_missing.points": (Decimal("-2.5"), Decimal(0)),
            "rule.case_volume.lift.share": (Decimal("0.5"), "=1/3"),
            "rule.case_volume.lift.points": (Decimal(1), Decimal("0.25")),
            "rule.case_volume.immediate.1.from": (Decimal(250),),
            "rule.case_volume.promised.2.points": (Decimal("2.75"),),
            "rule.item_24.count.points": (Decimal("0.125"), Decimal(1)),
        }
        changed = {path: pick(offered[path]) for path in self.random.sample(list(offered), 6)}
        if self.random.random() < 0.03:
            changed[pick(list(offered))] = "看情况"
        return changed
