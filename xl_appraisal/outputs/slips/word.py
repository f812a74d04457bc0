"""A page as a Word document: A4, official-document fonts, header rows repeated, page numbers."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from xl_appraisal.outputs.slips.page import Column, Heading, Page, Row, Table, Text, cell_text

_TITLE, _HEAD, _BODY, _LATIN = "方正小标宋简体", "黑体", "仿宋_GB2312", "Times New Roman"
_WIDTH_MM = 174  # of A4's 210
_PER_MM = 56.7  # twentieths of a point
_GREY, _HEAD_FILL, _CUT_INK = "F2F2F2", "E6E6E6", "9C0006"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_ALIGN = {"text": "left", "centre": "center", "figure": "right", "signed": "right"}


def page_docx(page: Page, origin: str = "") -> bytes:
    """The document's bytes; ``origin`` is a note of origin at the end, none if empty."""
    import docx

    document = docx.Document()
    _set_page(document)
    _add(document, _paragraph(page.title, _TITLE, 20, align="center", after=6))
    _add(document, _paragraph(page.subtitle, _HEAD, 14, align="center", after=8))
    for block in page.blocks:
        if isinstance(block, Table):
            _add(document, _table(block))
        elif isinstance(block, Heading):
            _add(document, _paragraph(block.text, _HEAD, 14, before=10, after=4, keep=True))
        else:
            _add(document, _text(block))
    if origin:
        _add(document, _paragraph(origin, _BODY, 9, before=10, ink="7F7F7F"))
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _text(block: Text) -> str:
    size = 9 if block.small else 12
    return _paragraph(block.text, _BODY, size, before=2, after=2, first_line=2)


def _set_page(document: Any) -> None:
    from docx.shared import Mm

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm((210 - _WIDTH_MM) / 2)
    section.top_margin, section.bottom_margin = Mm(20), Mm(18)
    section.footer_distance = Mm(10)
    footer = section.footer.paragraphs[0]._p
    footer.addprevious(_parsed(_page_number()))
    footer.getparent().remove(footer)
    properties = document.core_properties
    properties.author, properties.comments = "", ""
    properties.created = properties.modified = dt.datetime(2024, 1, 1)  # contents alone decide


def _add(document: Any, xml: str) -> None:
    body = document.element.body
    body.insert(len(body) - 1, _parsed(xml))  # before the page's own properties


def _parsed(xml: str) -> Any:
    from docx.oxml import parse_xml

    return parse_xml(xml)


def _paragraph(
    text: str,
    font: str,
    size: int,
    *,
    align: str = "left",
    before: int = 0,
    after: int = 0,
    first_line: int = 0,
    keep: bool = False,
    ink: str = "",
    namespace: bool = True,
) -> str:
    """A paragraph; ``size``, ``before`` and ``after`` in points, ``first_line`` in characters."""
    indent = ""
    if first_line:
        own = f'w:firstLineChars="{first_line * 100}" w:firstLine="{first_line * size * 20}"'
        indent = f"<w:ind {own}/>"
    keeping = "<w:keepNext/>" if keep else ""
    return (
        f"<w:p {_W if namespace else ''}><w:pPr>{keeping}"
        f'<w:spacing w:before="{before * 20}" w:after="{after * 20}"/>{indent}'
        f'<w:jc w:val="{align}"/></w:pPr>{_run(text, font, size, ink=ink)}</w:p>'
    )


def _run(text: str, font: str, size: float, *, bold: bool = False, ink: str = "") -> str:
    colour = f'<w:color w:val="{ink}"/>' if ink else ""
    weight = "<w:b/>" if bold else ""
    return (
        f'<w:r><w:rPr><w:rFonts w:ascii="{_LATIN}" w:hAnsi="{_LATIN}" '
        f"w:eastAsia={quoteattr(font)}/>{weight}{colour}"
        f'<w:sz w:val="{int(size * 2)}"/></w:rPr>'
        f'<w:t xml:space="preserve">{escape(_printable(text))}</w:t></w:r>'
    )


def _printable(text: str) -> str:
    """Without what XML cannot hold; a line break within a cell becomes a space."""
    return "".join(char if char.isprintable() or char == "　" else " " for char in text)


def _page_number() -> str:
    def field(name: str) -> str:
        return f'<w:fldSimple w:instr="{name}">{_run("1", _BODY, 10)}</w:fldSimple>'

    def word(text: str) -> str:
        return _run(text, _BODY, 10)

    parts = [word("第 "), field("PAGE"), word(" 页 共 "), field("NUMPAGES"), word(" 页")]
    return f'<w:p {_W}><w:pPr><w:jc w:val="center"/></w:pPr>{"".join(parts)}</w:p>'


# ── tables ──


def _table(table: Table) -> str:
    widths = _widths(table.columns)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    rows = "".join(_row(table, row, widths) for row in table.rows)
    return (
        f"<w:tbl {_W}><w:tblPr>"
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>{_borders()}'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="40" w:type="dxa"/>'
        '<w:left w:w="60" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/>'
        '<w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{_header(table, widths)}{rows}</w:tbl>"
    )


def _widths(columns: Iterable[Column]) -> list[int]:
    shares = [column.share for column in columns]
    return [int(share * _WIDTH_MM * _PER_MM / sum(shares)) for share in shares]


def _borders() -> str:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    lines = "".join(f'<w:{side} w:val="single" w:sz="4"/>' for side in sides)
    return f"<w:tblBorders>{lines}</w:tblBorders>"


def _header(table: Table, widths: list[int]) -> str:
    cells = "".join(
        _cell(column.header, width, "center", font=_HEAD, fill=_HEAD_FILL)
        for column, width in zip(table.columns, widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>"


def _row(table: Table, row: Row, widths: list[int]) -> str:
    if row.look == "group":
        text = str(row.cells[0])
        cells = _cell(text, sum(widths), "left", font=_HEAD, fill=_GREY, span=len(widths))
    else:
        ink = _CUT_INK if row.look == "cut" else ""
        cells = "".join(
            _cell(
                cell_text(value, column.look),
                width,
                _ALIGN[column.look],
                bold=row.look == "total",
                ink=ink,
            )
            for value, column, width in zip(row.cells, table.columns, widths, strict=True)
        )
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"


def _cell(
    text: str,
    width: int,
    align: str,
    *,
    font: str = _BODY,
    fill: str = "",
    span: int = 1,
    bold: bool = False,
    ink: str = "",
) -> str:
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    wide = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    keep = "<w:keepNext/>" if span > 1 else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{wide}{shade}'
        f'<w:vAlign w:val="center"/></w:tcPr><w:p><w:pPr>{keep}'
        '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
        f'<w:jc w:val="{align}"/></w:pPr>{_run(text, font, 10, bold=bold, ink=ink)}</w:p></w:tc>'
    )
