"""What all sheets of a workbook share: texts (18.4.8), cell formats (18.8), how days count."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

from xl_appraisal.files.file_error import XlsxError
from xl_appraisal.model.keeping import kept_if_short
from xl_appraisal.model.late_pattern import late_pattern
from xl_appraisal.model.limits import MAX_STRINGS
from xl_appraisal.model.number_format import is_plain
from xl_appraisal.ooxml.package_parts import WorkbookPart
from xl_appraisal.ooxml.part_xml import (
    KEPT_PART,
    MAIN,
    Path,
    from_xstring,
    holds_forbidden,
    malformed,
    resolved,
    walk,
)
from xl_appraisal.ooxml.rich_text import is_rich_text, is_shown_text
from xl_appraisal.ooxml.zip_read import Archive


class _Texts:
    """Collects the text of the ``si`` elements: runs joined, phonetic runs left out.

    Cells name a text by its number: whatever makes the count doubtful is refused.
    """

    def __init__(self, part: str) -> None:
        self.texts: list[str] = []
        self._part, self._runs = part, list[str]()

    def start(self, path: Path, _: dict[str, str]) -> None:
        tag, depth = path[-1], len(path)
        allowed = (("sst",), ("si", "extLst", ""))[depth - 1] if depth < 3 else None
        if allowed and tag not in allowed:
            raise malformed("共享文字部件里有不认识的内容", self._part)
        if depth == 2:
            self._runs = []
        elif depth > 2 and path[1] == "si" and not is_rich_text(path[2:]):
            raise malformed("共享文字里有不认识的内容", self._part)

    def text(self, path: Path, text: str) -> None:
        if is_shown_text(path[2:]):
            self._runs.append(text)

    def end(self, path: Path) -> None:
        if path[1:] == ["si"]:
            self.texts.append(from_xstring("".join(self._runs)))
            if len(self.texts) > MAX_STRINGS:
                raise XlsxError(
                    "工作簿的文字太多",
                    part=self._part,
                    allowed=f"最多 {MAX_STRINGS} 条",
                    remedy="请删去不需要的工作表，或用 Excel/WPS 打开并重新保存一次",
                )


_HEAD = late_pattern(
    r'\ufeff?(?:<\?xml version="1\.0" encoding="(?:UTF|utf)-8"(?: standalone="(?:yes|no)")?\?>\s*)?'
    r'<sst xmlns="([^"<&]*)"(?: count="[0-9]*")?(?: uniqueCount="[0-9]*")?>'
)
_DOUBTFUL = late_pattern("[\x00-\x08\x0b\x0c\x0e-\x1f]|&(?!(?:amp|lt|gt|quot|apos);)")
_PLAIN = late_pattern(r'(?:<si><t(?: xml:space="preserve")?>[^<]*+</t></si>)*+')
_PLAIN_TEXT = late_pattern(r"<si><t[^>]*>([^<]*)</t></si>")


def _plain_texts(data: bytes) -> list[str] | None:
    """Texts without runs, as most programs write them; ``None`` where expat has to look."""
    if holds_forbidden(data, 0, len(data)):
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    head = _HEAD.match(text)
    if head is None or head[1] not in MAIN or "\r" in text or _DOUBTFUL.search(text):
        return None
    plain = _PLAIN.match(text, head.end())
    if plain is None or text[plain.end() :].strip(" \t\n") != "</sst>":
        return None
    found: list[str] = _PLAIN_TEXT.findall(text, head.end(), plain.end())
    if len(found) > MAX_STRINGS:
        return None
    return [from_xstring(resolved(t) if "&" in t else t) for t in found]


def shared_strings(data: bytes, part: str) -> list[str]:
    """The texts of ``xl/sharedStrings.xml`` by index; :class:`XlsxError` if malformed."""
    plain = _plain_texts(data)
    if plain is not None:
        return plain
    collector = _Texts(part)
    walk(data, part, collector.start, end=collector.end, text=collector.text)
    return collector.texts


DATE, TIME, PERCENT, ODD = 1, 2, 4, 8
"""Bits of what a format shows; 0 for a plain number, ``ODD`` where its code has to be looked at."""

_BUILT_IN = {
    **dict.fromkeys((9, 10), PERCENT),
    **dict.fromkeys((14, 15, 16, 17), DATE),
    **dict.fromkeys((18, 19, 20, 21), TIME),
    22: DATE | TIME,
    **dict.fromkeys((*range(27, 37), *range(50, 59)), DATE),
    **dict.fromkeys((32, 33, 34, 35, 45, 46, 47, 55, 56), TIME),  # as in the Chinese locale
}
_BUILT_IN_CODES = {
    **{1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%"},
    **{11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 48: "##0.0E+0"},
    **{37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00"},
}
"""Of numbers; the general format has none."""

_LITERAL = late_pattern(r'"[^"]*"?|\\.|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]*\]?|general|g/通用格式')
_AM_PM = late_pattern(r"am/pm|a/p|上午/下午")
_SCIENTIFIC = late_pattern(r"(?<=[0#?.])e[+-]")


def shown_by(code: str) -> int:
    """What a number format shows: DATE, TIME, both, PERCENT or 0.

    >>> shown_by('[Red]0.00_ "元"'), shown_by('yyyy"年"m"月"'), shown_by("[h]:mm"), shown_by("0%")
    (0, 1, 2, 4)
    """
    code = _LITERAL.sub("", code.lower())
    if "%" in code:
        return PERCENT
    code = _AM_PM.sub("h", _SCIENTIFIC.sub("", code))
    shown = TIME if "h" in code or "s" in code or "[m" in code else 0
    if any(sign in code for sign in ("y", "d", "aaa", "e")):
        shown |= DATE
    return shown or (DATE if "m" in code else 0)  # m alone is a month; with h or s, minutes


class Styles(NamedTuple):
    """By the index that a cell's ``s`` holds: what its format shows, and its code."""

    shown: list[int]
    codes: list[str]  # empty for the general format, and for those of dates that have a number
    conditional: dict[int, str]  # the codes that formats of conditions set


@kept_if_short(KEPT_PART, 8)  # workbooks of one program have the same
def read_styles(data: bytes, part: str) -> Styles:
    """The cell formats of ``xl/styles.xml``; :class:`XlsxError` if unsound."""
    kinds, codes = dict(_BUILT_IN), dict(_BUILT_IN_CODES)
    bases, numbers = list[int](), list[int]()
    conditions, conditional = 0, dict[int, str]()

    def start(path: Path, attributes: dict[str, str]) -> None:
        nonlocal conditions
        match path[-2:]:
            case ["numFmts", "numFmt"]:
                number, code = int(attributes.get("numFmtId", "")), attributes.get("formatCode", "")
                codes[number], kinds[number] = code, shown_by(code)
            case ["cellStyleXfs", "xf"]:
                bases.append(int(attributes.get("numFmtId", "0")))
            case ["cellXfs", "xf"]:
                own, based = attributes.get("numFmtId"), int(attributes.get("xfId", "0"))
                inherited = bases[based] if based < len(bases) else 0
                numbers.append(inherited if own is None else int(own))
            case ["dxfs", "dxf"]:
                conditions += 1
            case ["dxf", "numFmt"]:
                conditional[conditions - 1] = attributes.get("formatCode", "")

    try:
        walk(data, part, start)
    except (ValueError, IndexError) as error:
        raise XlsxError("样式表含有不是数字的编号") from error
    shown = [kinds.get(n, 0) or (0 if is_plain(codes.get(n, "")) else ODD) for n in numbers]
    return Styles(shown, [codes.get(n, "") for n in numbers], conditional)


class SharedParts:
    """Read when a cell first needs them.

    A sheet refers to this and not to its workbook: without that circle a workbook's cells are
    freed as soon as it is let go, and Python need not search a million values for it.
    """

    def __init__(self, archive: Archive, book: WorkbookPart) -> None:
        self._archive, self._book = archive, book
        self.date1904 = book.date1904
        """Whether days count from 1904 (old Macintosh workbooks)."""

    @cached_property
    def strings(self) -> list[str]:
        """Texts of the shared strings part; :class:`~.errors.XlsxError` if it is unsound."""
        part = self._linked("sharedStrings")
        return shared_strings(self._archive.read(part), part) if part else []

    @cached_property
    def styles(self) -> Styles:
        """The cell formats; :class:`~.errors.XlsxError` likewise."""
        part = self.styles_part
        return read_styles(self._archive.read(part), part) if part else Styles([], [], {})

    @cached_property
    def styles_part(self) -> str:
        """The part that holds the cell formats; ``""`` where there is none."""
        return self._linked("styles")

    def take_styles(self, data: bytes) -> None:
        """Other cell formats from now on."""
        self.styles = read_styles(data, self.styles_part)

    def _linked(self, kind: str) -> str:
        """The one part of that kind, ``""`` where there is none.

        Of several each program takes another: Excel's texts would not be LibreOffice's.
        """
        targets = {link.target for link in self._book.links.values() if link.kind == kind}
        if len(targets) > 1:
            raise malformed(
                f"工作簿有两个同类的部件：{'、'.join(sorted(targets))}", self._book.part
            )
        return next(iter(targets), "")
