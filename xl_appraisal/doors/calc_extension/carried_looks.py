"""Number formats that staff gave in Calc, carried into the file; other looks are named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from xl_appraisal.book.sheets import CHECK
from xl_appraisal.doors.calc_extension.looks_state import Unlike, unlike
from xl_appraisal.doors.calc_extension.state import SheetState, State
from xl_appraisal.hosts import FileHost
from xl_appraisal.hosts.calc.calc_formats import excel_codes
from xl_appraisal.model.grid import a1
from xl_appraisal.ooxml.row_moves import RowMove

_NAMED = 3  # cells of a sheet that are named one by one


def carry_looks(
    host: FileHost,
    document: Any,
    before: Mapping[str, SheetState],
    names: tuple[str, ...],
    now: State,
    moves: Sequence[RowMove],
) -> str:
    """Write the number formats that differ, and say what else looks otherwise; '' for nothing.

    ``before`` and ``names`` are the file's sheets, moved as it was, and the names given to cells;
    ``now`` is made its state: of the sheets in it, with the looks and names that it has.
    """
    code, told, sheets = excel_codes(document), list[str](), dict[str, SheetState]()
    for name, known in before.items():
        here = now.sheets[name]
        if name == CHECK:  # a command writes it anew, looks and all
            sheets[name] = here
            continue
        has_moved = any(move.sheet == name for move in moves)
        found = unlike(known.looks, here.looks, has_moved, code, here.is_blank)
        host.set_formats(name, found.numbers)
        sheets[name] = here._replace(looks=known.looks.saved(here.looks, found))
        told += _told(name, found)
    if now.names != names:
        told.append("给单元格起的名称")
    now.sheets, now.names = sheets, names
    return "；".join(told)


def _told(name: str, found: Unlike) -> list[str]:
    told = []
    if found.cells:
        places = "、".join(a1(*ref) for ref in found.cells[:_NAMED])
        more = f"等 {len(found.cells)} 个单元格" if len(found.cells) > _NAMED else ""
        told.append(f"工作表“{name}”{places}{more}的字体、颜色、边框或对齐")
    if found.besides:
        told.append(f"工作表“{name}”的{'、'.join(found.besides)}")
    return told
