"""Where the time of a recalculation went."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from tests.command_line import Run
from xl_appraisal.doors.command_line.stopwatch import Stopwatch


def test_each_stage_gets_its_own_time() -> None:
    """Begun at 10, 12.5, 13 and 13.75 s by a clock of the test's, told at 14.

    读取 2.5 and 0.75, 计分 0.5 and 0.25: each stage's own, whenever it comes again.
    """
    readings = iter([10.0, 10.0, 12.5, 13.0, 13.75, 14.0])
    watch = Stopwatch(lambda: next(readings))
    for stage in ("读取", "计分", "读取", "计分"):
        watch.begin(stage)
    assert watch.told(asked=False) == "用时4.00秒：读取3.25秒，计分0.75秒。"


def test_what_took_less_than_a_second_is_told_when_asked() -> None:
    """0.5 s: nobody had to wait."""
    for asked, told in ((False, ""), (True, "用时0.50秒：保存0.50秒。")):
        readings = iter([0.0, 0.0, 0.5])
        watch = Stopwatch(lambda readings=readings: next(readings))
        watch.begin("保存")
        assert watch.told(asked=asked) == told


def test_recalc_names_its_four_stages(
    run: Callable[..., Run], demo_folder: Path, tmp_path: Path
) -> None:
    """Beside the result, in their order; the parts add up to the whole as shown."""
    ran = run("recalc", demo_folder / "2023Q1.xlsx", "--out", tmp_path / "新.xlsx", "--times")
    (line,) = [line for line in ran.err.splitlines() if line.startswith("用时")]
    assert re.findall("(读取|计分|写入|保存)", line) == ["读取", "计分", "写入", "保存"]
    whole, *parts = map(Decimal, re.findall(r"\d+\.\d\d", line))
    assert sum(parts) == whole
    assert "用时" not in ran.out
