"""Each kind of rule once more, its formulas computed by LibreOffice."""

from __future__ import annotations

from pathlib import Path

import openpyxl
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.rules.cases import RULES, counts_for, rulebooks
from tests.rules.sheets import Sheets, with_item_formulas, with_plain_formulas
from tests.rules.test_agreement import blank_as_nought, evidence_of, exact
from tests.workbook.libreoffice import recalculated_copies
from xl_appraisal.book.sheets import RANKING

BOOKS = 3  # rulebooks of each kind
WINDOWS = 6


def saved(sheets: Sheets, path: Path) -> Path:
    """The cells as a workbook file."""
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for name, contents in sheets.cells.items():
        sheet = made.create_sheet(name)
        for (row, column), content in contents.items():
            number = content.removeprefix("-").replace(".", "", 1).isdecimal()
            sheet.cell(row, column, float(content) if number else content)
    made.save(path)
    return path


def shown(sheets: Sheets, path: Path) -> list[object]:
    """What the wanted cells hold in a copy that LibreOffice made."""
    sheet = openpyxl.load_workbook(path, data_only=True)[RANKING]
    return [sheet.cell(*ref).value for ref in sheets.wanted]


def test_libreoffice_comes_to_the_same_points(tmp_path: Path) -> None:
    """Item cells and plain formulas of random rules, all in one run of the program."""
    made = []

    @settings(
        max_examples=1 + BOOKS,  # the first is always the simplest there is
        derandomize=True,
        phases=[Phase.generate],
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(data=st.data())
    def gather(data: st.DataObject) -> None:
        for kind in RULES:
            book = data.draw(rulebooks(kind))
            windows = st.lists(counts_for(book), min_size=WINDOWS, max_size=WINDOWS)
            made.append((book, data.draw(windows)))

    gather()
    del made[: len(RULES)]
    expected, sheets = [], []
    for book, windows in made:
        evidence = evidence_of(windows)
        points = exact(book, evidence)
        expected += [points, blank_as_nought(points)]
        sheets += [with_plain_formulas(book, windows), with_item_formulas(book, windows, evidence)]
    files = [saved(one, tmp_path / f"{number}.xlsx") for number, one in enumerate(sheets)]
    (tmp_path / "out").mkdir()
    copies = recalculated_copies(files, tmp_path / "out")
    books = [book for book, _ in made for _ in range(2)]
    found = [
        one.by_window(book, shown(one, copy))
        for one, book, copy in zip(sheets, books, copies, strict=True)
    ]

    assert len(made) == BOOKS * len(RULES)
    assert found == expected
    assert len({text for points in expected for one in points for text in one.values()}) > 5
