"""Formulas of a workbook of plain formulas that are not those that ``new`` would write today.

A helper that is in error or out of its range stops its figures by itself; one replaced by another
formula that gives a possible figure does not.  So a small workbook is made anew for the same
notice and columns, and what its formulas say is held against those of the workbook: absolute rows
aside, which depend on how many rows there are, and with the formula's own row wherever it stands.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping

from xl_appraisal.book.new import Room
from xl_appraisal.book.new.new_book import populate
from xl_appraisal.book.new.xlsx_writer import workbook_bytes
from xl_appraisal.book.read.quarter import Quarter, SheetReader
from xl_appraisal.book.sheets import NATIVE_SHEETS, RANKING
from xl_appraisal.model.findings import Finding, Place, finding
from xl_appraisal.model.grid import Grid, Ref
from xl_appraisal.ooxml import Workbook

_VALUES = NATIVE_SHEETS[-1]
_LEFT_OUT = re.compile(r"_XLFN\.|_XLWS\.|[\s']|(?<=TRUE)\(\)|(?<=FALSE)\(\)")
"""What a program puts into a formula or leaves out of it when it saves."""
_WHOLE = re.compile(r"(\$[A-Z]+)\$1:(\$[A-Z]+)\$1048576")
_NUMBER = re.compile(r"(\$?[0-9]+(?:\.[0-9]+)?)")
_ROOM = Room(2, 3, 3)  # three rows of each kind: two tell what in a formula is its own row
_OTHER_VERSION = 4  # where more than one formula in so many differs, another version made them


def replaced_formulas(quarter: Quarter, sheet: SheetReader) -> Iterator[Finding]:
    """A warning for each sheet with such formulas, one word in all where another version made them.

    Of a workbook that plain formulas compute.
    """
    made = Workbook.of_bytes(
        workbook_bytes(
            lambda book: populate(book, quarter.book, ["甲"], quarter=quarter.quarter, native=_ROOM)
        )
    )
    counted, found = 0, dict[str, list[Ref]]()
    for name in (*NATIVE_SHEETS, RANKING):
        grid = sheet(name)
        if grid is None:
            continue
        ours = dict(_formulas(grid, quarter))
        known = _forms(made.grid(name))
        counted += len(ours)
        found[name] = [ref for ref, text in ours.items() if not _is_known(ref, text, name, known)]
    if _OTHER_VERSION * sum(map(len, found.values())) > counted:
        yield finding("formulas_of_another_version")
        return
    for name, refs in found.items():
        if refs:
            first = Place(name, *min(refs))
            yield finding("formula_replaced", first, count=len(refs), sheet=name, first=first.cell)


def _formulas(grid: Grid, quarter: Quarter) -> Iterator[tuple[Ref, str]]:
    """The formulas of a helper sheet, of 名次表 those of figures that the program makes."""
    table, typed = quarter.table, quarter.book.notice.staff_id
    own = {
        table.columns[column.id]
        for column in quarter.book.layout.all_columns
        if column.kind == "computed" and column.id != typed and column.id in table.columns
    }
    for ref, cell in grid.cells.items():
        if cell.formula is not None and (grid.name != RANKING or (ref[1] in own)):
            yield ref, cell.formula


Form = tuple[str | int, ...]
"""A formula's texts, and between them numbers: a text as it stands, or how far from its row."""


def _forms(grid: Grid) -> Mapping[int, set[Form]]:
    """What the formulas of each column say, by two rows of each where there are two."""
    columns: dict[int, list[tuple[int, list[str]]]] = {}
    for (row, column), cell in sorted(grid.cells.items()):
        if cell.formula is not None:
            columns.setdefault(column, []).append((row, _tokens(cell.formula, grid.name)))
    forms: dict[int, set[Form]] = {}
    for column, rows in columns.items():
        made = forms[column] = {tuple(tokens) for _, tokens in rows}
        for (row, one), (other_row, other) in itertools.pairwise(rows):
            if one[::2] == other[::2]:
                pairs = zip(one, other, strict=True)
                made.add(tuple(_aligned(row, a, other_row, b) for a, b in pairs))
    return forms


def _aligned(row: int, one: str, other_row: int, other: str) -> str | int:
    if one == other or not (one.isdigit() and other.isdigit()):
        return one
    return int(one) - row if int(one) - row == int(other) - other_row else one


def _is_known(ref: Ref, formula: str, sheet: str, known: Mapping[int, set[Form]]) -> bool:
    tokens = _tokens(formula, sheet)
    return any(
        len(form) == len(tokens)
        and all(
            token == (part if isinstance(part, str) else str(part + ref[0]))
            for token, part in zip(tokens, form, strict=True)
        )
        for form in known.get(ref[1], ())
    )


def _tokens(formula: str, sheet: str) -> list[str]:
    """Texts and numbers by turns; sizes, which 算式设置 has among its numbers, as one sign."""
    text = _WHOLE.sub(r"\1:\2", _LEFT_OUT.sub("", formula.upper()))
    parts = _NUMBER.split(text)
    return [
        "#" if place % 2 and (part.startswith("$") or sheet == _VALUES) else part
        for place, part in enumerate(parts)
    ]
