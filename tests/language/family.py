"""Random notices within the language of docs/通报写法.md, and random facts for their windows.

Seeded by the standard library's generator: a number names one notice for good.  Some are
contradictory; the check has to refuse those.
"""

from __future__ import annotations

import json
import random
from fractions import Fraction
from typing import Any

from tests.language.interpreter import Facts

Block = dict[str, Any]
_KINDS = (
    "tally", "bands", "rate", "score", "average", "per_head", "place", "proportion",
    "discretion", "judged",
)  # fmt: skip
_FIGURES = ("0", "1", "2", "3", "0.5", "1.5", "0.25", "10")


def value(thing: object) -> str:
    """TOML of a text, number, truth or list of tables."""
    if isinstance(thing, dict):
        return "{ " + ", ".join(f"{key} = {value(one)}" for key, one in thing.items()) + " }"
    if isinstance(thing, list):
        return "[" + ", ".join(map(value, thing)) + "]"
    if isinstance(thing, Raw):
        return thing
    return json.dumps(thing, ensure_ascii=False)


class Raw(str):
    """A number as it is written, such as ``0.25``."""


def text_of(head: Block, remark: list[tuple[str, Block]]) -> str:
    lines = ["[notice]", *(f"{key} = {value(one)}" for key, one in head.items())]
    lines += ["[[remark]]", "number = 1", 'text = "随机的备注"']
    for name, block in remark:
        lines += [f"[[remark.{name}]]", *(f"{key} = {value(one)}" for key, one in block.items())]
    return "\n".join(lines) + "\n"


class Maker:
    """One notice and its windows."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.modules: list[Block] = []
        self.rules: list[Block] = []
        self.awards: list[Block] = []
        self.groups: list[Block] = []
        self.exclusions: list[Block] = []

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def figure(self) -> Raw:
        return Raw(self.random.choice(_FIGURES))

    def of(self, *choices: Any) -> Any:
        return self.random.choice(choices)

    # ── the notice ──

    def notice(self) -> str:
        """Its text."""
        for number in range(self.random.randint(1, 4)):
            self.modules.append(self._module(f"m{number}"))
        for number in range(self.random.randint(0, 5)):
            rule = self._rule(f"r{number}")
            if rule is not None:
                self.rules.append(rule)
        remark: list[tuple[str, Block]] = [
            ("reading", {"id": "t", "stage": "total", "standing": "notice", "text": "总分"})
        ]
        remark += [("module", block) for block in self.modules]
        remark += [("rule", block) for block in self.rules]
        remark += [("limit", block) for block in self._limits()]
        self.groups = [
            {"name": name} for name in self.of((), (), ("A组", "B组"), ("甲", "乙", "丙"))
        ]
        self.awards = self._awards()
        self.exclusions = self._exclusions()
        for name in ("awards", "groups", "exclusions"):
            remark += [(name[:-1], block) for block in getattr(self, name)]
        remark += [("grade", block) for block in self._grades()]
        if self.chance(0.7):
            remark.append(("situation", {"number": 1, "text": "不得参评"}))
        return text_of(self._head(), remark)

    def _head(self) -> Block:
        head: Block = {"form": 2, "id": "random", "plan": "方案", "annex": "附件"}
        period = self.of("month", "quarter", "quarter", "half", "year")
        head["title"] = f"{{year}}年{{{period}}}" if period != "year" else "{year}年"
        if period != "quarter" or self.chance(0.5):
            head["period"] = period
        if self.chance(0.3):
            head["base"] = self.of(0, 50, 100)
        if self.chance(0.3):
            head["total_cap"] = self.of(60, 90, 110, 150)
        if self.chance(0.5):
            head["tie_rank"] = self.of("shared", "dense")
        return head

    def _module(self, name: str) -> Block:
        taken = any(module["method"] == "mean" for module in self.modules)
        methods = ("deduct", "accumulate", "given") + (() if taken else ("mean",))
        module: Block = {"id": name, "name": f"模块{name}", "max": self.of(10, 20, 30, 100)}
        module["method"] = self.of(*methods)
        if module["method"] == "mean":
            module |= {"weight": self.of("30%", "1/3", "12.5%"), "full": 100}
            module["places"] = self.of(0, 2, 3)
        if module["method"] == "deduct" and self.chance(0.5):
            module["floor"] = self.of(0, 5, 200, "")
        return module

    def _rule(self, name: str) -> Block | None:
        pointed = [module for module in self.modules if module["method"] != "mean"]
        if not pointed:
            return None
        kind, module = self.of(*_KINDS), self.of(*pointed)
        rule: Block = {
            "id": name, "name": f"规则{name}", "kind": kind, "module": module["id"],
            "standing": "notice", "reading": "随机",
        }  # fmt: skip
        number = 1 if kind in ("rate", "judged") else self.random.randint(1, 3)
        rule["measures"] = [self._measure(kind, f"c{n}") for n in range(number)]
        if kind == "per_head":
            rule["measures"].append({"id": "staff", "name": "人数", "heads": True})
        deducting = [m["id"] for m in self.modules if m["method"] == "deduct"]
        if kind in ("tally", "rate") and deducting and self.chance(0.4):
            signed = [m for m in rule["measures"] if self.chance(0.5)]
            for measure in signed:
                measure["points"] = Raw(f"-{measure['points']}")
            rule["deduction_module"] = self.of(*deducting)
        if kind == "bands" and self.chance(0.4):
            rule["lift"] = {"id": "share", "name": "占比", "share": self.of("2/3", "50%")}
            rule["lift"]["points"] = self.figure()
        if kind != "discretion" and self.chance(0.4):
            rule["cap"] = self.of(Raw("1"), Raw("2.5"), Raw("8"), "")
        self._borrow(rule)
        return rule

    def _borrow(self, rule: Block) -> None:
        """At times a count is another rule's."""
        lenders = [r for r in self.rules if r["kind"] in ("tally", "bands", "per_head", "rate")]
        if not lenders or rule["kind"] == "discretion" or not self.chance(0.3):
            return
        lender = self.of(*lenders)
        rule["measures"][0]["of"] = f"{lender['id']}.{lender['measures'][0]['id']}"

    def _measure(self, kind: str, name: str) -> Block:
        measure: Block = {"id": name, "name": f"计数{name}", "unit": "件"}
        if kind in ("tally", "rate", "per_head"):
            measure["points"] = self.figure()
        if kind == "rate":
            measure |= {"goal": self.of("100%", "95%"), "per": self.of("1%", "0.5%", "100%")}
            measure["part"] = self.of("up", "down")
        if kind in ("bands", "place"):
            starts = sorted(self.random.sample(range(1, 6 if kind == "place" else 40), 2))
            measure["bands"] = [{"from": start, "points": self.figure()} for start in starts]
        if kind == "place":
            measure["order"] = self.of("high", "low")
            if self.chance(0.5):
                measure["bands"][-1]["to"] = measure["bands"][-1]["from"] + self.of(0, 1)
        if kind in ("score", "average"):
            measure |= {"full": 100, "weight": self.of("30%", "12.5%", "0.05")}
        if kind == "proportion":
            measure |= {"full": self.of(5, 10), "to": self.of("highest", "lowest", "mean")}
        if kind == "discretion":
            measure |= {"least": self.of(0, 2), "most": self.of(3, 5)}
        return measure

    def _limits(self) -> list[Block]:
        negative = [r["id"] for r in self.rules if "deduction_module" in r]
        fit = [r for r in self.rules if r["id"] not in negative]
        if not fit or not self.chance(0.5):
            return []
        module = self.of(*fit)["module"]
        rules = [r["id"] for r in fit if r["module"] == module]
        return [
            {"id": "both", "name": "合计", "rules": rules, "cap": self.of(Raw("3"), Raw("7.5"))}
        ]

    def _awards(self) -> list[Block]:
        awards = [self._award(f"a{number}") for number in range(self.of(0, 1, 1, 2, 3))]
        if self.chance(0.3):
            awards.insert(self.of(0, len(awards)), self._award_of_people())
        return awards

    def _award_of_people(self) -> Block:
        award: Block = {"id": "star", "name": "服务标兵", "of": "people"}
        award |= (
            {"number": self.of(0, 1, 3)} if self.chance(0.5) else {"share": self.of("30%", "1/2")}
        )
        for key, choices in (
            ("rounding", ("half_up", "up", "down")),
            ("ties", ("include", "exclude")),
            ("smallest", (0, 50, 80)),
            ("per_window", (0, 1, 2, "")),
            ("group", ("each", "all", *(group["name"] for group in self.groups))),
        ):
            if self.chance(0.5):
                award[key] = self.of(*choices)
        return award

    def _award(self, name: str) -> Block:
        award: Block = {"id": name, "name": f"评选{name}窗口"}
        award |= (
            {"number": self.of(0, 1, 3)} if self.chance(0.5) else {"share": self.of("30%", "1/2")}
        )
        if self.chance(0.3):
            award["smallest"] = self.of(60, 90)
        for key, choices in (
            ("rounding", ("half_up", "up", "down")),
            ("ties", ("include", "exclude")),
            ("substitution", ("next", "none")),
        ):
            if self.chance(0.6):
                award[key] = self.of(*choices)
        if self.groups and self.chance(0.5):
            award["group"] = self.of("all", *(group["name"] for group in self.groups))
        return award

    def _exclusions(self) -> list[Block]:
        """Ways not to take part; at times an award is spoken of that there is not."""
        found = []
        for number in range(self.of(0, 0, 1, 2)):
            one: Block = {"id": f"e{number}", "name": f"不参评{number}"}
            for key, choices in (
                ("typed", ("flag", "text")),
                ("counted", (True, False)),
                ("ranked", (True, False)),
                ("shown", ("", "不评")),
                ("graded", (True, False)),
            ):
                if self.chance(0.6):
                    one[key] = self.of(*choices)
            if one.get("ranked") and self.chance(0.5):
                one["awards"] = [self.of("a0", "a0", "a1")]
            elif self.chance(0.2) and any(award["id"] == "star" for award in self.awards):
                one["awards"] = ["star"]
            found.append(one)
        return found

    def _grades(self) -> list[Block]:
        starts = self.random.sample((0, 30, 60, 80, 80), self.random.randint(0, 3))
        return [{"name": f"等次{start}", "from": start} for start in starts]

    # ── the windows ──

    def windows(self) -> list[Facts]:
        return [self._window(f"窗口{number}") for number in range(self.random.randint(1, 7))]

    def _window(self, name: str) -> Facts:
        facts = Facts(name, vetoed=self.chance(0.15), typed=self.chance(0.5))
        sloppy = self.chance(0.2)
        facts.group = self.of(*(group["name"] for group in self.groups)) if self.groups else ""
        if self.chance(0.05):
            facts.group = self.of("", "别的组")
        for exclusion in self.exclusions:
            if self.chance(0.25):
                text = exclusion.get("typed") == "text"
                words = ("新进驻", "撤并", "否") if text else ("√",)
                facts.out[exclusion["id"]] = self.of(*words)
        if self.chance(0.95):
            scores = range(self.random.randint(1, 3))
            facts.staff = [Fraction(self.random.randint(0, 200), 2) for _ in scores]
        fed = {rule["module"] for rule in self.rules}
        for module in self.modules:
            direct = module["method"] == "given" and module["id"] not in fed
            extra = module["method"] in ("deduct", "accumulate") and self.chance(0.3)
            if direct or extra:
                facts.modules[module["id"]] = [Fraction(self.random.randint(0, 30), 2)]
        for rule in self.rules:
            self._figures(rule, facts, sloppy)
        return facts

    def _figures(self, rule: Block, facts: Facts, sloppy: bool) -> None:
        kind, blank = rule["kind"], self.chance(0.3)
        if kind == "judged" and not blank:
            facts.judged[rule["id"]] = Fraction(self.random.randint(0, 12), 2)
        for measure in rule["measures"]:
            key = f"{rule['id']}.{measure['id']}"
            if kind == "discretion":
                for _ in range(self.random.randint(0, 2)):
                    facts.cases.append((key, Fraction(self.random.randint(2, 8), 2), None))
            elif "of" in measure or kind == "judged":
                continue
            elif kind == "rate":
                if not sloppy or self.chance(0.8):
                    facts.counts[key] = Fraction(self.random.randint(890, 1000), 1000)
            elif not (self.chance(0.3) if sloppy or kind not in _WHOLE else blank):
                facts.counts[key] = self._count(kind, measure, sloppy)
        if "lift" in rule and self.chance(0.6):
            facts.counts[f"{rule['id']}.share"] = Fraction(self.random.randint(0, 3), 3)

    def _count(self, kind: str, measure: Block, sloppy: bool) -> Fraction:
        if measure.get("heads"):
            return Fraction(self.random.randint(0 if sloppy else 1, 9))
        if kind in ("score", "average"):
            return Fraction(self.random.randint(0, 202 if sloppy else 200), 2)
        return Fraction(self.random.randint(0, 60), self.of(1, 1, 2))


_WHOLE = ("score", "average", "per_head")
"""Kinds that want all figures or none."""
