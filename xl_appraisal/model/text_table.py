"""Tables of texts that come with the product: a row a line, cells parted by tabs."""

from __future__ import annotations

from pathlib import Path


def read_rows(path: Path) -> dict[str, tuple[str, ...]]:
    """The rows of a table parted by tabs, below its header: the first cell → the others."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return {name: tuple(cells) for name, *cells in (line.split("\t") for line in lines[1:])}
