"""The measured tables as Markdown, put between two marks of docs/performance.md."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from pathlib import Path

from benchmarks.recalc import BARE, OURS, PEERS, START, Size

BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"


def as_markdown(sizes: Sequence[Size], targets: str, machine: str) -> str:
    """All tables of one run; ``targets`` is one."""
    parts = [
        f"One run, Python {platform.python_version()}, {machine}. Times are medians of cold "
        "processes run turn by turn; ratios are medians of the turns, ours = 1.",
        _times(sizes),
        "Processor time, user and system, of the process and its children:",
        _processor(sizes),
        "Peak memory of the process, MiB:",
        _memory(sizes),
        "Targets, by processor time:",
        targets,
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
