"""The measured tables as Markdown, put between two marks of docs/performance.md."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from pathlib import Path

from benchmarks.recalc import BARE, LIBREOFFICE, OPENPYXL, OURS, PEERS, START, Size

BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"


def as_markdown(sizes: Sequence[Size], machine: str) -> str:
    """All tables of one run."""
    parts = [
        f"One run, Python {platform.python_version()}, {machine}. Times are medians of cold "
        "processes run turn by turn; ratios are medians of the turns, ours = 1.",
        _times(sizes),
        "Processor time, user and system, of the process and its children:",
        _processor(sizes),
        "Peak memory of the process, MiB:",
        _memory(sizes),
        "Targets:",
        _targets(sizes),
    ]
    return "\n\n".join(parts)


def put(text: str, path: Path) -> None:
    """Replace what stands between the marks."""
    old = path.read_text(encoding="utf-8")
    head, _, rest = old.partition(BEGIN)
    _, _, tail = rest.partition(END)
    path.write_text(f"{head}{BEGIN}\n\n{text}\n\n{END}{tail}", encoding="utf-8")


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [header, ["---", *["---:"] * (len(header) - 1)], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _times(sizes: Sequence[Size]) -> str:
    names = (BARE, START, *PEERS)
    rows = [[name, *(_time(size, name) for size in sizes)] for name in names]
    return _table(["", *(f"{size.windows:,} windows" for size in sizes)], rows)


def _processor(sizes: Sequence[Size]) -> str:
    names = (BARE, START, *PEERS)
    rows = [[name, *(_processor_time(size, name) for size in sizes)] for name in names]
    floor = "unzip + re-zip, level 1 (in process)"
    rows.append([floor, *(f"{_seconds(size.engine[2])}" for size in sizes)])
    rows.append(
        [
            "file engine: read, change, save (in process)",
            *(f"{_seconds(s.engine[1])} ({s.engine[0]:.1f} × floor)" for s in sizes),
        ]
    )
    return _table(["", *(f"{size.windows:,} windows" for size in sizes)], rows)


def _processor_time(size: Size, name: str) -> str:
    result = size.results.get(name)
    if result is None or not result.runs:
        return "–"
    shown = _seconds(result.processor)
    return (
        shown if name == OURS else f"{shown} ({result.processor_times(size.results[OURS]):.2g} ×)"
    )


def _time(size: Size, name: str) -> str:
    result = size.results.get(name)
    if result is None:
        return "not run"
    if result.failed:
        return result.failed
    shown = _seconds(result.seconds)
    if name != OURS:
        shown += f" ({result.times(size.results[OURS]):.2g} ×)"
    return shown if size.agreed.get(name, True) else f"{shown}, figures differ"


def _seconds(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.2f} s"


def _memory(sizes: Sequence[Size]) -> str:
    rows = []
    for name in PEERS:
        found = [size.results.get(name) for size in sizes]
        rows.append([name, *(f"{r.memory:.0f}" if r and r.runs else "–" for r in found)])
    return _table(["", *(f"{size.windows:,}" for size in sizes)], rows)


def _targets(sizes: Sequence[Size]) -> str:
    by_size = {size.windows: size for size in sizes}
    rows = []
    for windows, name, least in (
        (25, LIBREOFFICE, 15),
        (10_000, LIBREOFFICE, 20),
        (10_000, OPENPYXL, 15),
    ):
        size = by_size.get(windows)
        if size and name in size.results and size.results[name].runs:
            theirs, ours = size.results[name], size.results[OURS]
            ratios = theirs.times(ours), theirs.processor_times(ours)
            rows.append(_row(f"{windows:,}: faster than {name}", f"≥ {least} ×", least, *ratios))
    if 25 in by_size:
        ours, start = by_size[25].results[OURS], by_size[25].results[START]
        what = "25: cold recalc / start of Python with the parts needed"
        ratios = ours.times(start), ours.processor_times(start)
        rows.append(_row(what, "≤ 4 ×", -4, *ratios))
    if 10_000 in by_size:
        ratio, _, floor = by_size[10_000].engine
        rows.append(_row("10,000: file engine / unzip + re-zip", "≤ 4 ×", -4, None, ratio))
        whole = by_size[10_000].results[OURS].processor / floor
        rows.append(_row("10,000: whole job / unzip + re-zip", "≤ 4 ×", -4, None, whole))
    if {10_000, 100_000} <= by_size.keys():
        small, large = by_size[10_000].results[OURS], by_size[100_000].results[OURS]
        ratios = large.seconds / small.seconds / 10, large.processor / small.processor / 10
        rows.append(_row("time per window, 100,000 / 10,000", "≤ 1.3 ×", -1.3, *ratios))
        rows.append(_row("100,000: peak memory, GiB", "≤ 4", -4, large.memory / 1024, None))
    return _table(["what", "target", "by the clock", "by processor time", ""], rows)


def _row(
    what: str, target: str, limit: float, clock: float | None, processor: float | None
) -> list[str]:
    """``limit``: at least that, or at most its absolute value where it is negative.

    A target is met where both measures that there are meet it.
    """
    measured = [value for value in (clock, processor) if value is not None]
    met = all(value >= limit if limit > 0 else value <= -limit for value in measured)
    shown = ("–" if value is None else f"{value:.2f}" for value in (clock, processor))
    return [what, target, *shown, "met" if met else "missed"]
