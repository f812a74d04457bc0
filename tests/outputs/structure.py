"""How sheets and documents are set up, as text: panes, paper, widths, alignment by column."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from itertools import groupby

import docx
import openpyxl
from docx.document import Document
from docx.table import Table
from openpyxl.utils import coordinate_to_tuple, get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from xl_appraisal.hosts.sheet_look import look_of


def structure(content: bytes) -> str:
    """A paragraph for each sheet that is shown."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    return "\n".join("\n".join(_lines(sheet)) for sheet in shown) + "\n"


def document_structure(content: bytes) -> str:
    """A line for a Word document's paper, one for each of its tables."""
    document: Document = docx.Document(io.BytesIO(content))
    (section,) = document.sections
    size = [side.mm for side in (section.page_width, section.page_height) if side is not None]
    lines = ["  纸 " + "×".join(f"{side:.0f}" for side in size)]
    lines += [_table_line(table) for table in document.tables]
    return "\n".join(lines) + "\n"


def _table_line(table: Table) -> str:
    heads = sum(bool(row._tr.xpath("./w:trPr/w:tblHeader")) for row in table.rows)
    whole = all(row._tr.xpath("./w:trPr/w:cantSplit") for row in table.rows)
    widths = " ".join(f"{column.width.mm:.0f}" for column in table.columns if column.width)
    last = [table.cell(len(table.rows) - 1, place) for place in range(len(table.columns))]
    kept = "整行" if whole else "断行"
    aligned = [str(cell.paragraphs[0].alignment).partition(" ")[0] for cell in last]
    runs = " ".join(f"{name}×{len(list(run))}" for name, run in groupby(aligned))
    return f"  表 {len(table.rows)}行，表头{heads}行，{kept}，列宽毫米 {widths}，对齐 {runs}"


def look_structure(rows: Sequence[Sequence[object]]) -> str:
    """How a sheet of results with these rows is dressed in Excel and Calc."""
    look = look_of(rows)
    widths = " ".join(f"{width:.0f}" for width in look.widths)
    lines = [f"  冻结到第{look.head}行，列宽 {widths}"]
    lines += [f"  第{line.row}行 {line.size}磅 高{line.height:.0f}" for line in look.lines]
    for table, aligned in zip(look.tables, look.alignments, strict=True):
        runs = " ".join(f"{name}×{len(list(run))}" for name, run in groupby(aligned))
        lines.append(f"  表 第{table.top}至{table.bottom}行，{runs}")
    return "\n".join(lines) + "\n"


def _lines(sheet: Worksheet) -> Iterator[str]:
    paper, fit = sheet.page_setup, sheet.sheet_properties.pageSetUpPr
    size = {"8": "A3", "9": "A4"}.get(str(paper.paperSize), str(paper.paperSize))
    wide = (
        f"一页宽{paper.fitToWidth or 1}高{paper.fitToHeight}" if fit and fit.fitToPage else "不缩放"
    )
    yield f"【{sheet.title}】"
    yield f"  窗格 {sheet.freeze_panes or '不冻结'}  纸 {size} {paper.orientation} {wide}"
    yield f"  每页重复 {sheet.print_title_rows or '无'}  打印区域 {sheet.print_area or '全部'}"
    foot = sheet.oddFooter
    yield f"  页脚 {foot.left.text or ''}｜{foot.center.text or ''}｜{foot.right.text or ''}"
    yield f"  列宽 {_widths(sheet)}"
    yield f"  对齐 {_alignments(sheet)}"


def _widths(sheet: Worksheet) -> str:
    told = [
        f"{get_column_letter(one.min)}-{get_column_letter(one.max)}:"
        f"{'隐藏' if one.hidden else round(one.width)}"
        for one in sorted(sheet.column_dimensions.values(), key=lambda one: one.min or 0)
    ]
    return " ".join(told) or "没有设"


def _alignments(sheet: Worksheet) -> str:
    """Of the first row that scrolls: a row of the list, below its head."""
    if not sheet.freeze_panes:
        return "没有窗格"
    row = coordinate_to_tuple(sheet.freeze_panes)[0]
    cells = [(c.column_letter, c.alignment.horizontal or "—") for c in sheet[row] if c.has_style]
    runs = [list(run) for _, run in groupby(cells, key=lambda cell: cell[1])]
    return " ".join(f"{run[0][0]}-{run[-1][0]}:{run[0][1]}" for run in runs)
