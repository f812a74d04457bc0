"""Anything in the cells of 名次表, 人员考核 and 加扣分明细; the remarks are worked out beside."""

from __future__ import annotations

from pathlib import Path
from random import Random

from tests.fuzz.tables import book, judge, recalculated, windows
from tests.fuzz.verdict import REFUSED


def cells(random: Random, _: Path) -> str:
    """名次表: typed points, counts and ticks."""
    return _case(random, "cells")


def staff(random: Random, _: Path) -> str:
    """人员考核: the scores of a window's people."""
    return _case(random, "staff")


def ledger(random: Random, _: Path) -> str:
    """加扣分明细: figures, names, dates and reasons of entries."""
    return _case(random, "ledger")


def _case(random: Random, odd: str) -> str:
    made = windows(random, odd, random.choice((0.02, 0.05, 0.3)))
    done = recalculated(book(made).host())
    return REFUSED if done is None else judge(done, made)
