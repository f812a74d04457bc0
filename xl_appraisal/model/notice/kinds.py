"""The kinds of rule and the methods of modules that a notice may name, and what each has there.

What they do with it stands in ``rules`` (a file a kind) and in ``scoring`` (a file a method).
"""

from __future__ import annotations

from typing import Literal, TypeAlias

RuleKind: TypeAlias = Literal[
    "bands",
    "tally",
    "judged",
    "rate",
    "score",
    "average",
    "per_head",
    "place",
    "proportion",
    "discretion",
]
FIELDS: dict[RuleKind, frozenset[str]] = {
    "bands": frozenset({"bands"}),
    "tally": frozenset({"points"}),
    "judged": frozenset({"target"}),
    "rate": frozenset({"points", "goal", "per", "part"}),
    "score": frozenset({"weight", "full"}),
    "average": frozenset({"weight", "full"}),
    "per_head": frozenset({"points", "heads"}),
    "place": frozenset({"bands", "order"}),
    "proportion": frozenset({"full", "to"}),
    "discretion": frozenset({"least", "most"}),
}
"""What a rule of that kind, or each of its measures, has beside what all have."""

MethodKind: TypeAlias = Literal["mean", "deduct", "accumulate", "given"]
Sign: TypeAlias = Literal["+", "-", ""]
SIGNS: dict[MethodKind, Sign] = {"mean": "", "deduct": "-", "accumulate": "+", "given": "+"}
"""What points do to a module: add, take off, or nothing where people's scores make it."""
