"""Formulas that several cells share: shared formulas, arrays, data tables (18.3.1.40)."""

from __future__ import annotations

from xl_appraisal.files.file_error import XlsxError
from xl_appraisal.model.grid import Area, Cell, Ref, a1
from xl_appraisal.model.limits import MAX_GROUP_WORK
from xl_appraisal.ooxml.row_patterns import RawFormula
from xl_appraisal.ooxml.scan_result import Scan
from xl_appraisal.ooxml.shared_formulas import translate
from xl_appraisal.ooxml.sheet_frame import parse_area
from xl_appraisal.ooxml.xml_parts import malformed


def note(found: Scan, formula: RawFormula, ref: Ref, part: str) -> str:
    """Take down what a formula means for other cells; returns its text as far as known."""
    if formula.kind == "shared":
        if formula.text:
            first, _ = found.masters.setdefault(formula.group, (ref, formula.text))
            if first == ref:
                return formula.text
        found.followers[ref] = formula.group
    elif formula.kind != "normal":
        try:
            area = parse_area(formula.ref) if formula.ref else Area(*ref, *ref)
        except ValueError as error:
            raise malformed(f"公式区域 {formula.ref!r} 无效", part) from error
        found.arrays[ref] = area, formula.text
    return formula.text


def resolve(found: Scan, part: str) -> None:
    """Give followers of shared formulas and the cells of an array their formula's text.

    :class:`XlsxError` for a follower without a first cell, and for more work than any honest
    workbook asks for.
    """
    cells, work = found.cells, 0
    for ref, group in found.followers.items():
        if group not in found.masters:
            raise malformed(f"共享公式 {group!r} 没有主公式", part).at(part=part, cell=a1(*ref))
        (row, column), text = found.masters[group]
        work = _checked(work + len(text), part)
        moved = translate(text, ref[0] - row, ref[1] - column)
        cells.put(ref, Cell(cells.look(ref).value, moved))
    total = len(cells)
    for area, text in found.arrays.values():
        if (area.top, area.left) == (area.bottom, area.right):
            continue
        inside = _inside(area, found, total)
        work = _checked(work + len(inside), part)
        for ref in inside:
            if cells.look(ref).formula is None:
                cells.put(ref, Cell(cells.look(ref).value, text))


def _inside(area: Area, found: Scan, total: int) -> list[Ref]:
    """The cells of an area; of one larger than the sheet's content only those that exist."""
    height, width = area.bottom - area.top + 1, area.right - area.left + 1
    if height * width > total + 10_000:
        return [ref for ref in found.cells if area.covers(ref)]
    return [
        (row, column)
        for row in range(area.top, area.bottom + 1)
        for column in range(area.left, area.right + 1)
    ]


def _checked(work: int, part: str) -> int:
    if work > MAX_GROUP_WORK:
        raise XlsxError("共享公式和数组公式过多", part=part, remedy="文件来路可疑，请向提供者核实")
    return work
