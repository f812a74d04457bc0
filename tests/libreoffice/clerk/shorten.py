"""The shortest script that repeats a wrong figure, found by leaving actions out."""

from __future__ import annotations

from tests.libreoffice.clerk.shift import Bench, Failure, replayed


def shortest(bench: Bench, failure: Failure, replays: int) -> Failure:
    """The failure with as few actions as that many replays find; itself where none repeats it."""
    best, size = failure, max(len(failure.script) // 2, 1)
    again = replayed(bench, failure.script)
    if not again:
        return Failure(failure.script, ["not repeated by its own script", *failure.wrong])
    while replays > 0:
        start, dropped = 0, False
        while start < len(best.script) - 1 and replays > 0:
            replays -= 1
            tried = best.script[:start] + best.script[start + size :]
            wrong = replayed(bench, tried) if tried else []
            if wrong and wrong[0].startswith("failed") == failure.wrong[0].startswith("failed"):
                best, dropped = Failure(tried, wrong), True
            else:
                start += size
        if size == 1 and not dropped:
            break
        size = max(size // 2, 1)
    return best
