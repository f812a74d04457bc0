"""算式设置: the values of 规则 as the formulas take them, and whether all of them can be read."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import partial

from xl_appraisal.book.new.plain import typed_cells as cells
from xl_appraisal.book.new.plain.helper_block import EITHER, HIGHEST, VALUES, Area
from xl_appraisal.book.new.plain.typed_cells import BAD, quoted
from xl_appraisal.book.new.xlsx_writer import Sheet, write_text
from xl_appraisal.book.sheets import RULE_QUARTER, RULES, RULES_TABLE
from xl_appraisal.model.notice.notice import Rule, Setting
from xl_appraisal.model.notice.parameters import Parameter, parameters
from xl_appraisal.model.period import PeriodKind
from xl_appraisal.model.rulebook import Rulebook
from xl_appraisal.rules.register import kind_of

_FIRST = 4
MOST_PLACES = 6
"""Decimals of a figure, and the most that people's mean is rounded to."""
_WEIGHT_PLACES = 4
_EACH_PLACES = 3
"""Points per count: a count of three decimals times these has six."""
WEIGHT_SCALE = 10**_WEIGHT_PLACES
"""What weights are counted in."""


class Values:
    """Each parameter's path with its helper cell.

    Points stand there in millionths, shares as they are, choices as their number from 1, and an
    empty text for what is not set.  ``rows`` maps paths to their row on 规则, from 1.
    """

    def __init__(self, rulebook: Rulebook, rows: Mapping[str, int]) -> None:
        self._notice = rulebook.notice
        self._settings = rulebook.notice.settings
        self._rows = rows
        self._lines: list[tuple[str, str, str]] = []
        self._refs: dict[str, str] = {}
        words = rulebook.notice.words
        self._add(RULE_QUARTER, words.word, _period(self._cell(RULE_QUARTER), words.kind))
        for parameter in parameters(rulebook.notice):
            self._add(parameter.path, parameter.name, self._formula(parameter))
        for rule in rulebook.notice.rules.values():
            checks = kind_of(rule).checks(rule, partial(self.rule, rule))
            for number, (name, fits) in enumerate(checks):
                self._check(f"{rule.id}.{number}", name, fits)
        for number, (name, fits) in enumerate(self._whole_notice()):
            self._check(str(number), name, fits)

    def __getitem__(self, path: str) -> str:
        """The helper cell of that parameter, from any sheet."""
        return self._refs[path]

    def line(self, path: str) -> int:
        """The place of that parameter's cell in :attr:`area`, from 1."""
        return list(self._refs).index(path) + 1

    def rule(self, rule: Rule, path: str) -> str:
        return self._refs[f"rule.{rule.id}.{path}"]

    def setting(self, name: str) -> str:
        return self._refs[f"setting.{name}"]

    def choice(self, name: str, key: str) -> str:
        """Whether that choice is taken, as a condition."""
        number = list(self._settings[name].choices).index(key) + 1
        return f"{self.setting(name)}={number}"

    @property
    def area(self) -> Area:
        """The cells with the values."""
        last = _FIRST + len(self._lines) - 1
        return Area(f"{VALUES}!$C${_FIRST}:$C${last}", len(self._lines), EITHER, -HIGHEST)

    @property
    def fault(self) -> str:
        """A formula for the first value that cannot be read, or an empty text."""
        last = _FIRST + len(self._lines) - 1
        found = f"{VALUES}!$C${_FIRST}:$C${last}"
        place = f"MATCH({quoted(BAD)},{found},0)"
        name = f"INDEX({VALUES}!$B${_FIRST}:$B${last},{place})"
        told = f'"“{RULES}”表的“"&{name}&"”认不出，请改正取值"'
        errors = f"ISERROR(SUM({found}))"
        return (
            f'IF({errors},"“{RULES}”表缺行，请恢复",IF(COUNTIF({found},{quoted(BAD)})>0,{told},""))'
        )

    def write(self, sheet: Sheet) -> None:
        for row, (path, name, formula) in enumerate(self._lines, _FIRST - 1):
            write_text(sheet, row, 0, path)
            write_text(sheet, row, 1, name)
            sheet.write_formula(row, 2, f"={formula}", None, "")

    def _whole_notice(self) -> Iterator[tuple[str, str]]:
        """What the notice's reader asks of values of different parts: a name and a condition."""
        notice = self._notice
        most = "+".join(f"N({self._refs[f'module.{m.id}.max']})" for m in notice.modules)
        if notice.form > 1 and "total_cap" in notice.settings:
            cap = self.setting("total_cap")
            base = f"N({self.setting('base')})" if "base" in notice.settings else "0"
            fits = f"IF(ISNUMBER({cap}),AND({cap}>{base},{cap}<={base}+{most}),TRUE)"
            yield notice.settings["total_cap"].name, fits
        starts = [self._refs[f"grade.{n}.from"] for n in range(1, len(notice.grades) + 1)]
        for one, other in itertools.combinations(starts, 2):
            yield "等次起点", f"{one}<>{other}"

    def _check(self, path: str, name: str, fits: str) -> None:
        self._add(f"check.{path}", name, f'IF({fits},"",{quoted(BAD)})')

    def _add(self, path: str, name: str, formula: str) -> None:
        self._refs[path] = f"{VALUES}!$C${_FIRST + len(self._lines)}"
        self._lines.append((path, name, formula))

    def _cell(self, path: str) -> str:
        letters = "ABCDEFG"[RULES_TABLE.place("value")]
        return f"{RULES}!${letters}${self._rows[path]}"

    def _formula(self, parameter: Parameter) -> str:
        cell = self._cell(parameter.path)
        if parameter.choices:
            return _choice(cell, parameter.choices)
        read = self._number(parameter, cell)
        if parameter.optional:
            return read
        return f"IF({cells.is_blank(cell)},{quoted(BAD)},{read})"

    def _number(self, parameter: Parameter, cell: str) -> str:
        if is_weight(parameter):
            over = f"{cell}>1"
            return cells.figure(f"({cell})", 2, _WEIGHT_PLACES, WEIGHT_SCALE, unless=over)
        if parameter.unit == "比例":
            return cells.share(cell)
        if parameter.kind == "integer":
            return self._whole(parameter, cell)
        places = places_of(parameter)
        if parameter.value.startswith("-"):  # what takes points away is never above 0
            return cells.figure(cell, cells.MOST_POINTS, places, sign="-")
        return cells.figure(cell, cells.MOST_COUNT, places)

    def _whole(self, parameter: Parameter, cell: str) -> str:
        """Decimals of a figure, at most those that we count in, or a number of places."""
        setting: Setting = self._settings[parameter.path.removeprefix("setting.")]
        most = MOST_PLACES if setting.id.endswith("places") else cells.MOST_COUNT - 1
        low, high = setting.minimum or 0, min(setting.maximum or most, Decimal(most))
        fits = f"AND({cell}>={low},{cell}<={high},INT({cell})={cell})"
        return cells.read(cell, f"IF({fits},{cell},{quoted(BAD)})")


def is_weight(parameter: Parameter) -> bool:
    """Whether it is counted in ten-thousandths: what scores are multiplied by."""
    path = parameter.path
    return path == "setting.staff_weight" or (path.startswith("rule.") and path.endswith(".weight"))


def places_of(parameter: Parameter) -> int:
    """How many decimals a figure of 规则 may have for the formulas."""
    if is_weight(parameter):
        return _WEIGHT_PLACES
    return _EACH_PLACES if parameter.path.startswith("rule.") else MOST_PLACES


def _choice(cell: str, choices: Mapping[str, str]) -> str:
    chosen = [(f"ISERROR({cell})", quoted(BAD))]
    for number, texts in enumerate(choices.items(), 1):
        same = [f"EXACT({cells.name_key(cell)},{cells.name_key(quoted(t))})" for t in texts]
        chosen.append((f"OR({','.join(same)})", str(number)))
    return cells.cases(*chosen, otherwise=quoted(BAD))


_MONTHS = "".join(f"-{month:02}" for month in range(1, 13))
_PERIODS: dict[PeriodKind, str] = {
    "quarter": 'LEN(#)=6,MID(#,5,1)="Q",ISNUMBER(FIND(RIGHT(#,1),"1234"))',
    "half": 'LEN(#)=6,MID(#,5,1)="H",ISNUMBER(FIND(RIGHT(#,1),"12"))',
    "month": f'LEN(#)=7,MID(#,5,1)="-",ISNUMBER(FIND(RIGHT(#,3),"{_MONTHS}"))',
    "year": "LEN(#)=4",
}
"""How a period is written after its year, ``#`` being the cell."""


def _period(cell: str, kind: PeriodKind) -> str:
    """Whether a period is written as a new workbook has it."""
    own = _PERIODS[kind].replace("#", cell)
    fits = f'AND({own},ISNUMBER(FIND(LEFT({cell},1),"12")))'
    return f'IF(ISERROR({cell}),{quoted(BAD)},IF(IFERROR({fits},FALSE),"",{quoted(BAD)}))'
