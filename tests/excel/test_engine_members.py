"""The engine over memory offers no more than xlwings' own engine for Excel does.

What the front end names but only another engine has (``freeze_panes`` is one) passes here and
fails on every desk.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
import xlwings

from tests.excel import memory_engine, memory_sheets

WINDOWS = Path(xlwings.__file__).with_name("_xlwindows.py")
OURS = {
    "App": memory_engine.MemoryApp,
    "Book": memory_engine.MemoryBook,
    "Sheet": memory_sheets.MemorySheet,
    "Range": memory_sheets.MemoryRange,
}


def members(name: str) -> set[str]:
    """What the class defines itself in the source; its base class refuses everything else."""
    tree = ast.parse(WINDOWS.read_text("utf-8"))
    (found,) = [n for n in tree.body if isinstance(n, ast.ClassDef) and n.name == name]
    defined = {n.name for n in found.body if isinstance(n, ast.FunctionDef)}
    assigned = [n for n in found.body if isinstance(n, ast.Assign)]
    return defined | {ast.unparse(target) for n in assigned for target in n.targets}


@pytest.mark.parametrize("name", OURS)
def test_nothing_is_offered_that_excel_s_engine_lacks(name: str) -> None:
    """Members in small letters are xlwings'; the others, Excel's own, come through ``api``."""
    lowered = {m for m in vars(OURS[name]) if m[0].islower()}
    by_memory_alone = {"max_cells_per_read", "max_cells_per_write"}
    assert lowered - by_memory_alone <= members(name), name
