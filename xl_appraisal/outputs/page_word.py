"""A page as a Word document: A4, official-document fonts, header rows repeated, page numbers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from xl_appraisal.outputs.page import Column, Heading, Page, Row, Table, Text, cell_text
from xl_appraisal.outputs.word_parts import (
    BODY,
    HEAD,
    PER_MM,
    TITLE,
    W,
    add,
    borders,
    document_bytes,
    number_pages,
    paragraph,
    run,
)

_WIDTH_MM = 174  # of A4's 210
_GREY, _HEAD_FILL, _CUT_INK = "F2F2F2", "E6E6E6", "9C0006"
_ALIGN = {"text": "left", "centre": "center", "figure": "right", "signed": "right"}


def page_docx(page: Page, origin: str = "") -> bytes:
    """The document's bytes; ``origin`` is a note of origin at the end, none if empty."""
    import docx

    document = docx.Document()
    _set_page(document)
    add(document, paragraph(page.title, TITLE, 20, align="center", after=6))
    add(document, paragraph(page.subtitle, HEAD, 14, align="center", after=8))
    for block in page.blocks:
        if isinstance(block, Table):
            add(document, _table(block))
        elif isinstance(block, Heading):
            add(document, paragraph(block.text, HEAD, 14, before=10, after=4, keep=True))
        else:
            add(document, _text(block))
    if origin:
        add(document, paragraph(origin, BODY, 9, before=10, ink="7F7F7F"))
    return document_bytes(document)


def _text(block: Text) -> str:
    size = 9 if block.small else 12
    return paragraph(block.text, BODY, size, before=2, after=2, first_line=2)


def _set_page(document: Any) -> None:
    from docx.shared import Mm

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm((210 - _WIDTH_MM) / 2)
    section.top_margin, section.bottom_margin = Mm(20), Mm(18)
    section.footer_distance = Mm(10)
    number_pages(section)


# ── tables ──


def _table(table: Table) -> str:
    widths = _widths(table.columns)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    rows = "".join(_row(table, row, widths) for row in table.rows)
    return (
        f"<w:tbl {W}><w:tblPr>"
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>{borders()}'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="40" w:type="dxa"/>'
        '<w:left w:w="60" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/>'
        '<w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{_header(table, widths)}{rows}</w:tbl>"
    )


def _widths(columns: Iterable[Column]) -> list[int]:
    shares = [column.share for column in columns]
    return [int(share * _WIDTH_MM * PER_MM / sum(shares)) for share in shares]


def _header(table: Table, widths: list[int]) -> str:
    cells = "".join(
        _cell(column.header, width, "center", font=HEAD, fill=_HEAD_FILL)
        for column, width in zip(table.columns, widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>"


def _row(table: Table, row: Row, widths: list[int]) -> str:
    if row.look == "group":
        text = str(row.cells[0])
        cells = _cell(text, sum(widths), "left", font=HEAD, fill=_GREY, span=len(widths))
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
    font: str = BODY,
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
        f'<w:jc w:val="{align}"/></w:pPr>{run(text, font, 10, bold=bold, ink=ink)}</w:p></w:tc>'
    )
