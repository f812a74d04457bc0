"""Pieces of Word documents: paragraphs, runs, page numbers, borders, in official fonts.

They are written as XML, which is what python-docx keeps: a run of its own with fonts for both
scripts takes eight calls there.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import Any
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

TITLE, HEAD, BODY, LATIN = "方正小标宋简体", "黑体", "仿宋_GB2312", "Times New Roman"
PER_MM = 56.7  # twentieths of a point
_MADE = (2024, 1, 1, 0, 0, 0)  # of every document: its contents alone decide its bytes
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'

_UNPRINTABLE = re.compile(
    "[\0-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def document_bytes(document: Any) -> bytes:
    """The document's file; the same contents give the same bytes."""
    properties = document.core_properties
    properties.author, properties.comments = "", ""
    properties.created = properties.modified = dt.datetime(*_MADE)
    saved, buffer = io.BytesIO(), io.BytesIO()
    document.save(saved)
    with ZipFile(saved) as parts, ZipFile(buffer, "w", ZIP_DEFLATED) as timeless:
        for name in parts.namelist():  # which python-docx dates by the clock
            timeless.writestr(ZipInfo(name, _MADE), parts.read(name), ZIP_DEFLATED)
    return buffer.getvalue()


def number_pages(section: Any) -> None:
    """第 X 页 共 Y 页 at the foot of every page."""
    footer = section.footer.paragraphs[0]._p
    footer.addprevious(_parsed(_page_number()))
    footer.getparent().remove(footer)


def add(document: Any, xml: str) -> None:
    """Put a paragraph or a table at the document's end."""
    body = document.element.body
    body.insert(len(body) - 1, _parsed(xml))  # before the page's own properties


def _parsed(xml: str) -> Any:
    from docx.oxml import parse_xml

    return parse_xml(xml)


def paragraph(
    text: str,
    font: str,
    size: float,
    *,
    align: str = "left",
    before: int = 0,
    after: int = 0,
    first_line: int = 0,
    keep: bool = False,
    whole: bool = False,
    new_page: bool = False,
    ink: str = "",
) -> str:
    """A paragraph; ``size``, ``before`` and ``after`` in points, ``first_line`` in characters.

    ``keep`` holds it on the page of the next one, ``whole`` its own lines together.
    """
    indent = ""
    if first_line:
        own = f'w:firstLineChars="{first_line * 100}" w:firstLine="{int(first_line * size * 20)}"'
        indent = f"<w:ind {own}/>"
    keeping = "<w:keepNext/>" if keep else ""
    keeping += "<w:keepLines/>" if whole else ""
    keeping += "<w:pageBreakBefore/>" if new_page else ""
    return (
        f"<w:p {W}><w:pPr>{keeping}"
        f'<w:spacing w:before="{before * 20}" w:after="{after * 20}"/>{indent}'
        f'<w:jc w:val="{align}"/></w:pPr>{run(text, font, size, ink=ink)}</w:p>'
    )


def run(text: str, font: str, size: float, *, bold: bool = False, ink: str = "") -> str:
    """A stretch of text of one look; ``size`` in points, ``ink`` as ``RRGGBB``."""
    colour = f'<w:color w:val="{ink}"/>' if ink else ""
    weight = "<w:b/>" if bold else ""
    return (
        f'<w:r><w:rPr><w:rFonts w:ascii="{LATIN}" w:hAnsi="{LATIN}" '
        f"w:eastAsia={quoteattr(font)}/>{weight}{colour}"
        f'<w:sz w:val="{int(size * 2)}"/></w:rPr>'
        f'<w:t xml:space="preserve">{escape(_printable(text))}</w:t></w:r>'
    )


def _printable(text: str) -> str:
    """Spaces for what XML cannot hold, line breaks and marks of direction; rare characters stay."""
    return text if text.isprintable() else _UNPRINTABLE.sub(" ", text)


def _page_number() -> str:
    def field(name: str) -> str:
        return f'<w:fldSimple w:instr="{name}">{run("1", BODY, 10)}</w:fldSimple>'

    def word(text: str) -> str:
        return run(text, BODY, 10)

    parts = [word("第 "), field("PAGE"), word(" 页 共 "), field("NUMPAGES"), word(" 页")]
    return f'<w:p {W}><w:pPr><w:jc w:val="center"/></w:pPr>{"".join(parts)}</w:p>'


def borders() -> str:
    """Thin lines around and between a table's cells."""
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    lines = "".join(f'<w:{side} w:val="single" w:sz="4"/>' for side in sides)
    return f"<w:tblBorders>{lines}</w:tblBorders>"
