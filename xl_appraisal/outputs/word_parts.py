"""A Word document as a file: its package, and paragraphs, runs and cells in official fonts.

All of it is XML that we write: what does not change stands in ``word_parts.toml``, a run with
fonts for both scripts is one line here, and nothing of somebody else's template (author,
thumbnail, language, old behaviour of Word) goes out with it.
"""

from __future__ import annotations

import io
import re
import tomllib
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from xl_appraisal.outputs.page import Paper

TITLE, HEAD, BODY, LATIN = "方正小标宋简体", "黑体", "仿宋_GB2312", "Times New Roman"
PER_MM = 56.7  # twentieths of a point
_MADE = (2024, 1, 1, 0, 0, 0)  # of every document: its contents alone decide its bytes

_UNPRINTABLE = re.compile(
    "[\0-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_FRAME = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def document_bytes(body: str, title: str, paper: Paper, seal: str = "") -> bytes:
    """The document's file; ``body`` is XML.  The same contents give the same bytes.

    ``seal`` stands beside the number of each page.
    """
    filled = {"title": escape(printable(title)), "body": body + _section(paper)}
    filled["seal"] = escape(f"　　{seal}" if seal else "")
    buffer = io.BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, lines in _FRAME.items():
            xml = "".join(line.strip() for line in lines.splitlines())
            xml = _XML + re.sub("{(title|body|seal)}", lambda place: filled[place[1]], xml)
            archive.writestr(ZipInfo(name, _MADE), xml, ZIP_DEFLATED)
    return buffer.getvalue()


def _section(paper: Paper) -> str:
    """The page, lying on its side where it is wider, numbered at its foot."""
    width, height = (round(part * PER_MM) for part in (paper.width, paper.height))
    lying = ' w:orient="landscape"' if width > height else ""
    sides = " ".join(
        f'w:{name}="{round(part * PER_MM)}"'
        for name, part in (
            ("top", paper.top), ("right", paper.side), ("bottom", paper.bottom),
            ("left", paper.side), ("header", paper.foot), ("footer", paper.foot), ("gutter", 0),
        )
    )  # fmt: skip
    return (
        '<w:sectPr><w:footerReference w:type="default" r:id="r3"/>'
        f'<w:pgSz w:w="{width}" w:h="{height}"{lying}/><w:pgMar {sides}/></w:sectPr>'
    )


_SMALL = 8.0  # points


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
        f'<w:p><w:pPr>{keeping}<w:spacing w:before="{before * 20}" w:after="{after * 20}"/>'
        f'{indent}<w:jc w:val="{align}"/></w:pPr>{run(text, font, size, ink=ink)}</w:p>'
    )


def run(
    text: str, font: str, size: float, *, bold: bool = False, ink: str = "", lines: bool = False
) -> str:
    """A stretch of text of one look; ``size`` in points, ``ink`` as ``RRGGBB``.

    A line break within it is a blank, or with ``lines`` stays one.
    """
    parts = text.split("\n") if lines else [text]
    texts = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(printable(part))}</w:t>' for part in parts
    )
    colour = f'<w:color w:val="{ink}"/>' if ink else ""
    weight = "<w:b/>" if bold else ""
    return (
        f'<w:r><w:rPr><w:rFonts w:hint="eastAsia" w:ascii="{LATIN}" w:hAnsi="{LATIN}" '
        f"w:eastAsia={quoteattr(font)}/>{weight}{colour}"
        f'<w:sz w:val="{int(size * 2)}"/></w:rPr>'
        f"{texts}</w:r>"
    )


def cell(inside: str, width: int, align: str, size: float, own: str = "", keep: str = "") -> str:
    """A table's cell of one paragraph; ``width`` in twentieths of a point.

    ``own`` are further properties of the cell.  The mark at the paragraph's end has the text's
    ``size``, else it makes the row higher.
    """
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{own}<w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr>{keep}<w:spacing w:before="0" w:after="0" {_line(size)}/>'
        f'<w:jc w:val="{align}"/><w:rPr><w:sz w:val="{int(size * 2)}"/></w:rPr></w:pPr>'
        f"{inside}</w:p></w:tc>"
    )


def _line(size: float) -> str:
    """Lines as high as the font has them; of a small size exact, so that many rows fit a page."""
    if size >= _SMALL:
        return 'w:line="240" w:lineRule="auto"'
    return f'w:line="{int(size * 25)}" w:lineRule="exact"'


def table_xml(rows: str, widths: list[int], pads: tuple[int, int]) -> str:
    """A table of thin lines, as wide as it says; ``pads`` are above and beside its texts."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    sides = ("top", "left", "bottom", "right")
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="4"/>' for side in (*sides, "insideH", "insideV")
    )
    padding = "".join(
        f'<w:{side} w:w="{pads[number % 2]}" w:type="dxa"/>' for number, side in enumerate(sides)
    )
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{lines}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{padding}</w:tblCellMar></w:tblPr>"
        f"<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


def printable(text: str) -> str:
    """Spaces for what XML cannot hold, line breaks and marks of direction; rare characters stay."""
    return text if text.isprintable() else _UNPRINTABLE.sub(" ", text)
