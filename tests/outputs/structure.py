"""How the sheets of a workbook are set up, as text: panes, paper, widths, alignment by column."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import groupby

import openpyxl
from openpyxl.utils import coordinate_to_tuple, get_column_letter
from openpyxl.worksheet.worksheet import Worksheet


def structure(content: bytes) -> str:
    """A paragraph for each sheet that is shown."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    return "\n".join("\n".join(_lines(sheet)) for sheet in shown) + "\n"


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
