"""Tables of texts that come with the product: a row a line, cells parted by tabs."""

from __future__ import annotations

from pathlib import Path


def read_table(path: Path) -> list[tuple[str, ...]]:
    """The rows of a table parted by tabs, below its header.

    Empty cells at the end of a line may be left out: every row comes as wide as the header.
    """
    header, *lines = (line.split("\t") for line in path.read_text("utf-8").splitlines())
    return [(*cells, *[""] * (len(header) - len(cells))) for cells in lines]


def read_rows(path: Path) -> dict[str, tuple[str, ...]]:
    """The rows of such a table by their first cell: the others."""
    return {row[0]: row[1:] for row in read_table(path)}
