"""One module for each kind of input; :func:`areas` names their cases."""

from __future__ import annotations

from tests.fuzz.verdict import Case


def areas() -> dict[str, tuple[Case, int]]:
    """Every area by name: its case and its weight among the cases of a run."""
    from tests.fuzz.areas import books, figures, files, sheets, structures, texts, words

    return {
        "cells": (figures.cells, 4),
        "staff": (figures.staff, 3),
        "ledger": (figures.ledger, 4),
        "headers": (sheets.headers, 4),
        "layout": (sheets.layout, 3),
        "settings": (sheets.settings, 3),
        "source": (sheets.source, 2),
        "import-table": (texts.tables, 3),
        "import-ledger": (texts.ledgers, 3),
        "import-staff": (texts.staffs, 3),
        "notice": (files.notices, 4),
        "layout-file": (files.layouts, 2),
        "bytes": (books.raw, 3),
        "zip": (books.parts, 3),
        "xml": (books.xml, 4),
        "strings": (structures.strings, 2),
        "relationships": (structures.relationships, 2),
        "merges": (structures.merges, 2),
        "titles": (words.titles, 1),
        "signs": (words.signs, 2),
        "planted": (words.planted, 2),
    }
