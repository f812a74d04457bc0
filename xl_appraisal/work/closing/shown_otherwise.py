"""What a sealed workbook shows otherwise than it holds: hidden rows, formats that mislead.

Compared by what a person reads, so that a program that writes its formats anew changes nothing.
Rows that a filter hides come back with a click: they are a note and no more.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator
from decimal import Decimal
from hashlib import sha256

from xl_appraisal.book.sheets import SOURCE
from xl_appraisal.hosts.host import Host
from xl_appraisal.model.exact import plain
from xl_appraisal.model.grid import CellError, Grid, Value, a1, column_name
from xl_appraisal.model.looks import Looks
from xl_appraisal.model.number_format import has_figures_of_its_own, shown_number, shown_text
from xl_appraisal.model.record import Record
from xl_appraisal.work.closing.closing_note import encoded
from xl_appraisal.work.closing.digest import SHEETS

_SHOWN = "显示"
_IN_A_LINE = 500
_PROBES = (Decimal("123.456"), Decimal("-7.5"), Decimal(0))
_FIGURE = re.compile(r"-?[0-9]+(?:\.[0-9]+)?", re.ASCII)


class Shown(Record):
    """``otherwise``: a sentence for each place; ``filtered``: the sheets under a filter."""

    otherwise: tuple[str, ...]
    filtered: tuple[str, ...]

    @property
    def digest(self) -> str:
        """Equal for equal sentences: 64 hexadecimal digits."""
        return sha256(encoded(*self.otherwise)).hexdigest()

    def lines(self) -> list[str]:
        """The sentences' marks for the hidden sheet, some hundred in a line."""
        found = [_mark(sentence) for sentence in self.otherwise]
        parts = [found[at : at + _IN_A_LINE] for at in range(0, len(found), _IN_A_LINE)]
        return [f"{_SHOWN}\t-\t{' '.join(part)}" for part in parts]

    def since(self, lines: Iterable[str]) -> tuple[list[str], int]:
        """The sentences without a mark in the lines of then, and how many marks have none now."""
        texts = [line.split("\t")[2] for line in lines if line.startswith(f"{_SHOWN}\t-\t")]
        then = {mark for text in texts for mark in text.split()}
        new = [sentence for sentence in self.otherwise if _mark(sentence) not in then]
        return new, len(then - {_mark(sentence) for sentence in self.otherwise})


def _mark(sentence: str) -> str:
    return sha256(encoded(sentence)).hexdigest()[:8]


def shown_otherwise(host: Host) -> Shown | None:
    """What the sheets under the seal show otherwise; ``None`` where the host cannot tell."""
    sentences: list[str] = []
    filtered: list[str] = []
    for name in SHEETS:
        grid = host.grid(name)
        looks = host.looks(name) if grid is not None else None
        if grid is None:
            continue
        if looks is None:
            return None
        sentences += _sentences(grid, looks)
        filtered += [name] if looks.filtered else []
    return Shown(tuple(sentences), tuple(filtered))


def _sentences(grid: Grid, looks: Looks) -> Iterator[str]:
    if looks.is_hidden and grid.name != SOURCE:  # which no person has to read
        yield f"工作表“{grid.name}”是隐藏的"
    used_rows = {row for row, _ in grid.rows()}
    for row in sorted(looks.hidden_rows & used_rows):
        yield f"{grid.name}第{row}行是隐藏的"
    used_columns = {column for _, column in grid.cells}
    for column in sorted(looks.hidden_columns & used_columns):
        yield f"{grid.name}{column_name(column)}列是隐藏的"
    for column in sorted(looks.narrow.keys() & used_columns):
        if _too_narrow(grid, column, looks):
            yield f"{grid.name}{column_name(column)}列太窄，显示不出数字"
    for probes in sorted({_probed(code) for code in looks.conditional}):
        yield f"{grid.name}有条件格式把{'、'.join(map(plain, _PROBES))}和文字显示成{probes}"
    for ref in sorted(looks.formats.keys() & grid.cells.keys()):
        told = _misled(grid.value(*ref), looks.formats[ref])
        if told:
            yield f"{grid.name}!{a1(*ref)}的数字格式{told}"


def _too_narrow(grid: Grid, column: int, looks: Looks) -> bool:
    """Whether a column hides its figures: all programs show ### instead of a figure cut short.

    Half of a figure's places fit in no font that can be read; so much a program that writes the
    widths anew never changes.
    """
    across = {area[:2] for area in grid.merges if area.right > column}
    return any(
        looks.narrow[column] * 2 < len(_in_a_cell(cell.value, looks.formats.get(ref, "")))
        for ref, cell in grid.cells.items()
        if ref[1] == column and isinstance(cell.value, Decimal) and ref not in across
    )


def _in_a_cell(value: Decimal, code: str) -> str:
    """The least that a figure's cell has to hold: a general format rounds to what fits."""
    shown = shown_number(value, code) if code else None
    return shown or str(int(value))


def _probed(code: str) -> str:
    """What a format makes of some figures and of any text, however a program writes its code."""
    shown = [shown_number(value, code) for value in _PROBES]
    texts = ["不一定的数字" if text is None else f"“{text}”" for text in shown]
    return "".join([*texts, f"“{shown_text('文字', code)}”"])


def _misled(value: Value, code: str) -> str:
    """How a person is misled by the format, empty where he reads what the cell holds."""
    if isinstance(value, Decimal):
        shown = shown_number(value, code)
        if shown is None:
            return f"显示的不一定是{plain(value)}"
        return "" if _tells(shown, value) else f"把{plain(value)}显示成“{shown}”"
    if isinstance(value, str) and not isinstance(value, CellError):
        shown = shown_text(value, code)
        return "" if _bare(shown) == _bare(value) else f"把文字显示成“{shown}”"
    if isinstance(value, dt.date | dt.time) and has_figures_of_its_own(code):
        return "写着另外的数字"
    return ""


def _bare(text: str) -> str:
    return "".join(text.split())


def _tells(shown: str, value: Decimal) -> bool:
    """Whether a person reads the value: with a unit beside it, too; a dash stands for 0."""
    shown = unicodedata.normalize("NFKC", shown)
    figures = _FIGURE.findall(shown)
    if not figures:
        return value == 0 and shown != "" and set(shown) <= set("-—– ")
    beside = _FIGURE.sub("", shown)
    return len(figures) == 1 and Decimal(figures[0]) == value and all(map(_is_unit, beside))


def _is_unit(character: str) -> bool:
    """Whether a character beside a figure makes no other figure of it, as 负 and 百 do."""
    if character.isalpha():
        return unicodedata.numeric(character, None) is None and character not in "负負零"
    return character.isspace() or character in "()+:¥$,."
