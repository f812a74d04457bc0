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
    floor = "unzip + re-zip, level 1 (in process)"
    rows.append([floor, *(f"{_seconds(size.engine[2])}" for size in sizes)])
    rows.append(
        [
            "file engine: read, change, save (in process)",
            *(f"{_seconds(s.engine[1])} ({s.engine[0]:.1f} × floor)" for s in sizes),
        ]
    )
    return _table(["", *(f"{size.windows:,} windows" for size in sizes)], rows)


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
        if size and size.results[name].runs:
            ratio = size.results[name].times(size.results[OURS])
            rows.append(_row(f"{windows:,}: faster than {name}", f"≥ {least} ×", ratio, least))
    if 25 in by_size:
        results = by_size[25].results
        ratio = results[OURS].times(results[START])
        rows.append(
            _row("25: cold recalc / start of Python with the parts needed", "≤ 4 ×", ratio, -4)
        )
    if 10_000 in by_size:
        ratio = by_size[10_000].engine[0]
        rows.append(_row("10,000: file engine / unzip + re-zip", "≤ 4 ×", ratio, -4))
        whole = by_size[10_000].results[OURS].seconds / by_size[10_000].engine[2]
        rows.append(_row("10,000: whole job / unzip + re-zip", "≤ 4 ×", whole, -4))
    if {10_000, 100_000} <= by_size.keys():
        small, large = by_size[10_000].results[OURS], by_size[100_000].results[OURS]
        growth = large.seconds / small.seconds / 10
        rows.append(_row("time per window, 100,000 / 10,000", "≤ 1.3 ×", growth, -1.3))
        rows.append(_row("100,000: peak memory, GiB", "≤ 4", large.memory / 1024, -4))
    return _table(["what", "target", "measured", ""], rows)


def _row(what: str, target: str, value: float, limit: float) -> list[str]:
    """``limit``: at least that, or at most its absolute value where it is negative."""
    met = value >= limit if limit > 0 else value <= -limit
    return [what, target, f"{value:.2f}", "met" if met else "missed"]
