"""What is asked with ``--json``, and which keys the answers have; runs under any version's code."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

BOOKS = Path(__file__).parents[1] / "fixtures" / "version_0_1"
TABLE = Path(__file__).parents[1] / "fixtures" / "notice" / "table.csv"

Asking = Callable[..., Any]
"""Runs the command line with these words and returns what it printed."""

ASKED: Mapping[str, tuple[str, ...]] = {
    "rank": ("rank", "half.xlsx"),
    "check": ("check", "half.xlsx"),
    "explain": ("explain", "plain.xlsx", "税务"),
    "layout": ("layout", "plain.xlsx"),
    "import": ("import", "half.xlsx", "--table", "table.csv", "--preview"),
    "gap": ("gap", "plain.xlsx"),
    "diff": ("diff", "plain.xlsx", "half.xlsx"),
    "whatif": ("whatif", "plain.xlsx", "--set", "残联.办件量加分=9"),
    "year": ("year", "plain.xlsx", "next.xlsx"),
    "paragraph": ("paragraph", "plain.xlsx"),
    "verify": ("verify", "closed.xlsx"),
    "restore": ("restore", "applied.xlsx"),
    "notice check": ("notice", "check", "notice.toml"),
    "notice check, faults": ("notice", "check", "faulty.toml"),
    "notice diff": ("notice", "diff", "jinjiang-2023", "notice.toml", "--book", "plain.xlsx"),
    "batch": ("batch", "folder"),
    "doctor": ("doctor", "plain.xlsx"),
}


_SHARE = 'value = "30%"\nstanding = "notice"\nreading = "红旗'


def prepare(folder: Path, run: Asking) -> None:
    """Everything that :data:`ASKED` names, in ``folder``."""
    for book in BOOKS.glob("*.xls?"):
        shutil.copyfile(book, folder / book.name)
    shutil.copyfile(TABLE, folder / "table.csv")
    run("new", folder / "next.xlsx", "--from", folder / "plain.xlsx")
    run("import", folder / "next.xlsx", "--table", folder / "table.csv")
    shutil.copyfile(folder / "plain.xlsx", folder / "applied.xlsx")
    run("recalc", folder / "applied.xlsx", "--apply-rules")
    run("notice", "copy", folder / "notice.toml")
    text = (folder / "notice.toml").read_text("utf-8")
    changed = text.replace(_SHARE, _SHARE.replace("30", "40"))
    assert changed != text
    (folder / "notice.toml").write_text(changed, "utf-8")
    (folder / "faulty.toml").write_text(changed.replace('value = "40%"', "value = true"), "utf-8")
    (folder / "folder").mkdir()
    shutil.copyfile(folder / "plain.xlsx", folder / "folder" / "plain.xlsx")


def ask(name: str, folder: Path, run: Asking) -> Any:
    """What ``run`` gives for one of :data:`ASKED`."""
    first, *words = ASKED[name]
    return run(first, *(folder / w if (folder / w).exists() else w for w in words), "--json")


def keys(value: Any, at: str = "") -> Iterator[str]:
    """Every way to a value, ``windows[].modules.奖励分``, as far as it goes."""
    if isinstance(value, dict) and value:
        for key, part in value.items():
            yield from keys(part, f"{at}.{key}" if at else key)
    elif isinstance(value, list) and value:
        for part in value:
            yield from keys(part, f"{at}[]")
    else:
        yield f"{at}[]" if isinstance(value, list) else at
