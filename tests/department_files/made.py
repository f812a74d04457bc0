"""What the maker of department files notes: a file, the sheets in it, and what it means."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

TEXTS = (".csv", ".txt")
BLIND = (".xlsb", ".ods")  # their reader tells no hidden rows

Line = tuple[str, str, Decimal | str, str]
"""Window, module or name, figure, and date as it is to be read (empty without one)."""


@dataclass
class Case:
    """A file and what it means.

    ``lines`` must come of it; ``told`` must stand in the report, ``refused`` in the message where
    nothing is to be taken.
    """

    path: Path
    kind: str
    lines: list[Line] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    refused: str = ""
    sheets: tuple[str, ...] = ()
    all_sheets: bool = False
    allow_duplicates: bool = False

    @property
    def ending(self) -> str:
        return self.path.suffix

    @property
    def is_text(self) -> bool:
        return self.ending in TEXTS


@dataclass
class Sheet:
    """A sheet in the making: rows of values, formats and merges by place (from 0)."""

    name: str
    rows: list[list[Any]]
    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden: bool = False
    hidden_rows: set[int] = field(default_factory=set)
