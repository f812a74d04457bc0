"""What Excel takes at most: "Excel specifications and limits" and MS-XLSX, as tables."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

from lxml import etree
from openpyxl.utils import FORMULAE
from openpyxl.utils.cell import range_boundaries

LENGTHS = (
    ("sheet name", "workbook.xml", "//*[local-name()='sheet']/@name", 31),
    ("defined name", "workbook.xml", "//*[local-name()='definedName']/@name", 255),
    ("validation's formula", "worksheets/", "//*[local-name()='formula1']/text()", 255),
    ("hint's title", "worksheets/", "//@promptTitle", 32),
    ("refusal's title", "worksheets/", "//@errorTitle", 32),
    ("hint", "worksheets/", "//@prompt", 255),
    ("refusal", "worksheets/", "//@error", 225),
    ("header or footer", "worksheets/", "//*[local-name()='headerFooter']/*/text()", 255),
    ("cell's text", "worksheets/", "//*[local-name()='t']/text()", 32767),
    ("cell's text", "sharedStrings.xml", "//*[local-name()='t']/text()", 32767),
    ("table's name", "tables/", "/*/@displayName", 255),
    ("table's heading", "tables/", "//*[local-name()='tableColumn']/@name", 255),
    ("number format", "styles.xml", "//@formatCode", 255),
)
"""What is counted in characters: the part, where in it, and how many there may be."""

SIZES = (
    ("row's height", "worksheets/", "//*[local-name()='row']/@ht", 0, 409.5),
    ("column's width", "worksheets/", "//*[local-name()='col']/@width", 0, 255),
    ("row", "worksheets/", "//*[local-name()='row']/@r", 1, 1_048_576),
    ("column", "worksheets/", "//*[local-name()='col']/@max", 1, 16_384),
    ("zoom", "worksheets/", "//@zoomScale", 10, 400),
    ("scale in print", "worksheets/", "//@scale", 10, 400),
    ("font's size", "styles.xml", "//*[local-name()='sz']/@val", 1, 409),
)
"""What is a measure: the part, where in it, the least and the most."""

COUNTS = (
    ("cell formats", "styles.xml", "//*[local-name()='cellXfs']/*", 65_490),
    ("fonts", "styles.xml", "//*[local-name()='fonts']/*", 1_024),
    ("number formats", "styles.xml", "//*[local-name()='numFmt']", 250),
    ("links", "worksheets/", "//*[local-name()='hyperlink']", 66_530),
    ("series of a chart", "charts/", "//*[local-name()='ser']", 255),
    ("page breaks", "worksheets/", "//*[local-name()='rowBreaks']/*", 1_026),
)
"""What is counted: the part, where in it, and how many one part may have."""

LONGEST_FORMULA, DEEPEST, MOST_ARGUMENTS, LONGEST_TEXT = 8192, 64, 255, 255
FORMULAS = " | ".join(
    f"//*[local-name()='{name}']/text()"
    for name in ("f", "formula", "formula1", "formula2", "definedName")
)
_LIKE_A_CELL = re.compile(r"[A-Za-z]{1,3}[0-9]+|[Rr][0-9]*([Cc][0-9]*)?|[Cc][0-9]*")
_PIECE = re.compile(r"\"(?:[^\"]|\"\")*\"|'(?:[^']|'')*'|([A-Za-z_][\w.]*)?\(|[{})]|,")


def breaches(path: Path, own: frozenset[str] = frozenset()) -> list[str]:
    """What Excel would refuse or cut in a workbook; ``own`` are an add-in's functions."""
    found: list[str] = []
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.startswith("xl/") and name.endswith(".xml"):
                root = etree.fromstring(archive.read(name))
                found += [f"{name}: {said}" for said in _of_part(name, root, own)]
    return found


def _of_part(name: str, root: Any, own: frozenset[str]) -> Iterator[str]:
    for what, part, path, most in LENGTHS:
        for text in root.xpath(path) if part in name else ():
            if len(text.encode("utf-16-le")) > 2 * most:
                yield f"{what} of {len(text)} characters: {text[:40]}"
    for what, part, path, least, most in SIZES:
        for text in root.xpath(path) if part in name else ():
            if not least <= float(text) <= most:
                yield f"{what} is {text}"
    for what, part, path, most in COUNTS:
        if part in name and len(root.xpath(path)) > most:
            yield f"{len(root.xpath(path))} {what}"
    for rule in (_sheet_names, _defined_names, _merges, _headings):
        yield from rule(root)
    # Formulas of one shape have one fate: the same but for the numbers in them.
    shapes = {re.sub("[0-9]+", "1", text): str(text) for text in root.xpath(FORMULAS)}
    for text in shapes.values():
        yield from (f"{said}: {text[:60]}" for said in formula_breaches(text, own))


def _sheet_names(root: Any) -> Iterator[str]:
    names = [str(name) for name in root.xpath("//*[local-name()='sheet']/@name")]
    if len({name.casefold() for name in names}) < len(names):
        yield "two sheets of one name"
    for name in names:
        if re.search(r"[\[\]:*?/\\]|^'|'$", name) or name.casefold() in ("history", ""):
            yield f"sheet name {name}"


def _defined_names(root: Any) -> Iterator[str]:
    for name in root.xpath("//*[local-name()='definedName']/@name"):
        bare = name.removeprefix("_xlnm.")
        if not re.fullmatch(r"[^\W\d][\w.\\?]*|[_\\][\w.\\?]*", bare) or _LIKE_A_CELL.fullmatch(
            bare
        ):
            yield f"defined name {name}"


def _merges(root: Any) -> Iterator[str]:
    areas = [range_boundaries(ref) for ref in root.xpath("//*[local-name()='mergeCell']/@ref")]
    for (a, b, c, d), (e, f, g, h) in combinations(areas, 2):
        if a <= g and e <= c and b <= h and f <= d:
            yield f"merged cells meet: columns {a}-{c} and {e}-{g}, rows {b}-{d} and {f}-{h}"


def _headings(root: Any) -> Iterator[str]:
    names = [name.casefold() for name in root.xpath("//*[local-name()='tableColumn']/@name")]
    if len(set(names)) < len(names):
        yield "two headings of one name in a table"


def formula_breaches(text: str, own: frozenset[str] = frozenset()) -> Iterator[str]:
    """What Excel would refuse in a formula as the file has it."""
    if len(text) > LONGEST_FORMULA:
        yield f"formula of {len(text)} characters"
    if text.startswith("="):
        yield "formula with an equals sign of its own"
    commas: list[int] = []
    deepest = 0
    for match in _PIECE.finditer(text):
        piece = match[0]
        if piece[0] == '"' and len(piece) - 2 > LONGEST_TEXT:
            yield f"text of {len(piece) - 2} characters in a formula"
        elif piece[-1] == "(" or piece == "{":
            commas.append(0)
            deepest = max(deepest, len(commas))
            if match[1] and not _known(match[1], own):
                yield f"function {match[1]}"
        elif piece in ")}":
            if not commas:
                yield "a bracket too many"
                return
            if text[match.start()] == ")" and commas.pop() + 1 > MOST_ARGUMENTS:
                yield "more than 255 arguments"
            elif piece == "}":
                commas.pop()
        elif piece == "," and commas:
            commas[-1] += 1
    if commas:
        yield "a bracket too few"
    if deepest > DEEPEST:
        yield f"{deepest} levels"


def _known(name: str, own: frozenset[str]) -> bool:
    """A function of ECMA-376, one since then with its mark in the file, or an add-in's."""
    return name in FORMULAE or name.startswith("_xlfn.") or name in own
