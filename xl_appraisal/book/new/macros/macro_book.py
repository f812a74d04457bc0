"""The macro workbook of a quarter: the sheets with cell functions, the VBA project, the ribbon."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from xl_appraisal.book.new.macros.attach import add_buttons, macro_workbook
from xl_appraisal.book.new.macros.module import Bridge
from xl_appraisal.book.new.new_book import populate
from xl_appraisal.book.sheets import ANNEX_ROW, RANKING, SETTINGS, SETTINGS_SHEET
from xl_appraisal.files.write_file import write_whole
from xl_appraisal.model.rulebook import Rulebook, load_rulebook

_BUTTONS_BESIDE = 2  # columns to the right of the window's name, above the title


def macro_workbook_bytes(
    rulebook: Rulebook,
    windows: Sequence[str],
    *,
    quarter: str,
    bridge: Bridge = "addin",
    spare_rows: int = 0,
) -> bytes:
    """The .xlsm of ``quarter`` (``2023Q1``) for these windows; the same arguments, the same bytes.

    Raises :class:`ValueError` for a quarter that is none and ``VbaError`` where xlwings does not
    fit.
    """

    def fill(book: Any) -> None:
        sheets = populate(
            book, rulebook, windows, quarter=quarter, spare_rows=spare_rows, functions=True
        )
        column = rulebook.layout.positions["window"] + _BUTTONS_BESIDE
        add_buttons(sheets[RANKING], ANNEX_ROW - 1, column - 1)
        settings = book.add_worksheet(SETTINGS_SHEET)
        for row, setting in enumerate(SETTINGS.items()):
            settings.write_row(row, 0, setting)
        settings.very_hidden()

    return macro_workbook(fill, bridge)


def template_bytes() -> bytes:
    """The template that comes with the product: the bundled layout, blank rows for windows."""
    rulebook = load_rulebook()
    return macro_workbook_bytes(rulebook, (), quarter=rulebook.layout.quarter)


def build_macro_workbook(
    path: Path,
    rulebook: Rulebook,
    windows: Sequence[str],
    *,
    quarter: str,
    bridge: Bridge = "addin",
    spare_rows: int = 0,
) -> None:
    """Write :func:`macro_workbook_bytes` to ``path``, at once or not at all."""
    content = macro_workbook_bytes(
        rulebook, windows, quarter=quarter, bridge=bridge, spare_rows=spare_rows
    )
    write_whole(path, content)
