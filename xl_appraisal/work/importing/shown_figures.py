"""Figures that a sheet shows otherwise than it stores them: told, never taken in silence."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable
from decimal import ROUND_HALF_UP, Decimal

from xl_appraisal.model import limits
from xl_appraisal.model.exact import plain
from xl_appraisal.model.grid import Cell, Ref, a1, column_name
from xl_appraisal.model.number_format import shown_otherwise
from xl_appraisal.work.importing.source_sheet import SourceSheet
from xl_appraisal.work.importing.source_values import as_it_is

_CURRENCY = re.compile(r"\[\$([^\]-]*)[^\]]*\]")  # [$¥-804] → ¥
_CONDITION = re.compile(r"\[[^\]]*\]")  # colours, conditions, locales
_FILLER = re.compile(r"_.|\*.")
_LITERAL = re.compile(r'"([^"]*)"?|[\\!](.)')
_SECTIONS = re.compile(r'((?:[^;"\\]|"[^"]*"?|\\.)*)(?:;|$)')
_DECIMALS = re.compile(r"\.([0#?]+)")
_FIRST_DAY = dt.date(1899, 12, 30)


class ShownFigures:
    """Reads figures of one sheet; ``report`` and ``faults`` say which cells are not clear."""

    def __init__(self, sheet: SourceSheet) -> None:
        self.sheet = sheet
        self.report: list[str] = []
        self.faults: list[str] = []

    def read(self, ref: Ref, cell: Cell, *, score: bool = False, rounded: bool = True) -> Cell:
        """The cell; as the text that it shows where that is another figure than it stores.

        ``score``: a figure of some dozens, so that a fraction may be a percentage.
        ``rounded``: decimals that the format hides are told.
        """
        value, code = cell.value, self.sheet.formats.get(ref, "")
        if value == "":
            self.report.append(f"{a1(*ref)}：公式显示为空白，按空白导入，请核对。")
        if isinstance(value, dt.date | dt.time):
            stored = _serial(value)
            self._tell(ref, str(as_it_is(value)), stored or "日期")
            return cell
        if not isinstance(value, Decimal):
            return cell
        text = shown_otherwise(value, code) if code else ""
        if text:
            self._tell(ref, text, plain(value))
            return Cell(text)
        if self.sheet.blind and score and 0 < value <= 1:
            self.faults.append(
                f"{a1(*ref)}：{plain(value)}，可能是{plain(value.scaleb(2))}%；"
                f"{self.sheet.blind} 文件读不到显示格式。请改填考核分，或另存为 .xlsx 后再导入。"
            )
        shown = shown_rounded(value, code) if code and rounded else ""
        if shown:
            self.report.append(
                f"{a1(*ref)}：显示{shown}，实际是{plain(value)}，按{plain(value)}导入。"
            )
        return cell

    def _tell(self, ref: Ref, shown: str, stored: str) -> None:
        self.report.append(
            f"{a1(*ref)}：单元格显示“{shown}”，存的数是{stored}，不知道以哪个为准。"
            "照显示的写入，核对会列为错误，请改正。"
        )


def hidden_parts(sheet: SourceSheet, rows: Iterable[int], columns: Collection[int]) -> list[str]:
    """What to tell of lines and columns that nobody sees in the file and that are imported."""
    told = []
    hidden = sorted(sheet.hidden_rows.intersection(rows))
    if hidden:
        listed = "、".join(map(str, hidden[: limits.MOST_LISTED]))
        told.append(f"第{listed}行在文件里被筛选或隐藏，也一起导入，请核对。")
    unseen = sorted(sheet.hidden_columns.intersection(columns))
    if unseen:
        names = "、".join(column_name(column) for column in unseen)
        told.append(f"{names}列在文件里是隐藏的，也一起导入，请核对。")
    if sheet.blind:
        told.append(f"{sheet.blind} 文件读不到隐藏的行列，也未必读到显示格式，请对照原文件核对。")
    if sheet.blind == ".xlsb":  # its reader tells a formula's empty result as a blank cell
        told.append("这种文件里公式算出的空白与没有填写分不开，都按空白导入，请对照原文件核对。")
    if sheet.file.lower().endswith(".et"):
        told.append(
            "WPS 的 .et 按 .xls 的格式读取：用改名为 .et 的 .xls 核对过，没有用 WPS 存的 .et 试过，"
            "请对照原文件核对。"
        )
    return told


def _serial(value: dt.date | dt.time) -> str:
    """The day count that a date is stored as."""
    if isinstance(value, dt.time):
        return ""
    day = value.date() if isinstance(value, dt.datetime) else value
    days = (day - _FIRST_DAY).days
    return str(days - 1 if days < 61 else days)  # 60 is a 29 February 1900 that never was


def shown_rounded(value: Decimal, code: str) -> str:
    """The text that is shown where a format hides decimals of the figure, else ``""``.

    >>> shown_rounded(Decimal("2.5"), "0"), shown_rounded(Decimal("2.5"), "0.00")
    ('3', '')
    """
    if code.lower() in ("", "general", "g/通用格式", "@"):
        return ""
    digits = _LITERAL.sub("", _section(value, code))
    if not re.search("[0#?]", digits) or any(sign in digits.lower() for sign in "%e/"):
        return ""
    rounded = _rounded(value, digits)
    return plain(rounded) if rounded != value else ""


def _section(value: Decimal, code: str) -> str:
    """The part of the format that the figure's sign asks for, without colours and fillers."""
    code = _FILLER.sub("", _CONDITION.sub("", _CURRENCY.sub(r"\1", code)))
    parts = [match[1] for match in _SECTIONS.finditer(code)]
    parts = parts[:-1] if len(parts) > 1 and not parts[-1] and not code.endswith(";") else parts
    wanted = 1 if value < 0 else 2 if value == 0 else 0
    return parts[wanted] if wanted < len(parts) and parts[wanted] else parts[0]


def _rounded(value: Decimal, digits: str) -> Decimal:
    found = _DECIMALS.search(digits)
    places = Decimal(1).scaleb(-len(found[1]) if found else 0)
    return value.quantize(places, ROUND_HALF_UP) if abs(value) < 10**12 else value
