"""保存回原工作簿: the changed cells carried into the file, every other part of it as it was.

LibreOffice's own save writes the whole file anew: our functions under names that Excel does not
know, no code names, other styles.  Here the file engine changes the cells that differ, and
nothing else; what cannot be carried is told, and then nothing is changed at all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from xl_appraisal.book.own_formulas import NAMES
from xl_appraisal.doors.buttons.button_support import compute_anew
from xl_appraisal.doors.buttons.compare_buttons import CHANGES, GAPS, OUTCOME, TRIAL
from xl_appraisal.doors.buttons.figures_buttons import EXPLANATION
from xl_appraisal.doors.buttons.results_buttons import ANNEX
from xl_appraisal.doors.buttons.support_buttons import NOTICE_FAULTS
from xl_appraisal.doors.calc_extension.carried_looks import carry_looks
from xl_appraisal.doors.calc_extension.carried_protection import carry_protection
from xl_appraisal.doors.calc_extension.carried_rows import move_rows
from xl_appraisal.doors.calc_extension.hints import show_success, show_warning
from xl_appraisal.doors.calc_extension.relink import as_written
from xl_appraisal.doors.calc_extension.state import (
    SheetState,
    State,
    contents_of,
    differing,
    names_of,
)
from xl_appraisal.files.disk import signature
from xl_appraisal.hosts import FileHost
from xl_appraisal.hosts.calc.calc_file import file_of, mark_as_saved, own_lock_aside
from xl_appraisal.hosts.calc.calc_formulas import to_excel
from xl_appraisal.hosts.calc.calc_host import CalcHost
from xl_appraisal.model.errors import AppraisalError, BookError
from xl_appraisal.model.exact import as_stored
from xl_appraisal.model.grid import EMPTY, Cell, Formula, Ref, Write, a1
from xl_appraisal.ooxml.row_moves import RowMove
from xl_appraisal.tools.calc_extension.function_list import SERVICE

if TYPE_CHECKING:
    from xl_appraisal.doors.calc_extension.opened import Opened

MADE_ANEW = (ANNEX, EXPLANATION, GAPS, CHANGES, TRIAL, OUTCOME, NOTICE_FAULTS)
"""Sheets that a command makes at any time; they stay in the open workbook alone."""

_ALL = 0x7FFFFFFF  # com.sun.star.sheet.FormulaMapGroup
_LANGUAGES = (1, 5)  # com.sun.star.sheet.FormulaLanguage: ENGLISH, OOXML
_SUFFIXES = (".xlsm", ".xlsx")
_OWN_SAVE = "或者另存一份（“文件”-“另存为”），在 Excel 里照着改"


def run(opened: Opened, ask: Callable[[str], str] = lambda _: "") -> str:
    """Save, and say in a bar what was carried or why nothing was; the same text is returned.

    ``ask`` gives the line that somebody types.
    """
    document = opened.document
    opened.not_carried = ""
    try:
        saved = save_back(opened, ask)
    except AppraisalError as error:
        text = f"没有保存。{error}"
        show_warning(document, text)
        return text
    text = f"已写回 {Path(str(file_of(document))).name}：{saved.cells} 个单元格{saved.rows_told}"
    left = "、".join(saved.left_out)
    text += f"；工作表{left}可随时重新生成，没有写入。" if left else "。"
    opened.not_carried = saved.not_carried
    if saved.not_carried:
        text += f"没有写进文件的：{saved.not_carried}。要保留，请用“文件”-“另存为”另存一份。"
    (show_warning if saved.not_carried else show_success)(document, text)
    return text


class Saved(NamedTuple):
    """How many cells differed, the rows that came or went, the sheets and the looks left out."""

    cells: int
    moves: list[RowMove]
    left_out: list[str]
    not_carried: str

    @property
    def rows_told(self) -> str:
        """``，插入2行、删除1行``; empty where no row moved."""
        came = sum(max(move.rows, 0) for move in self.moves)
        gone = sum(max(-move.rows, 0) for move in self.moves)
        told = [f"{word}{rows}行" for word, rows in (("插入", came), ("删除", gone)) if rows]
        return "，" * bool(told) + "、".join(told)


def save_back(opened: Opened, ask: Callable[[str], str] = lambda _: "") -> Saved:
    """Carry the changes into the file, rows put in or taken out first, number formats last.

    A workbook of which something is not carried still counts as changed.

    ``ask`` is asked for the password of sheets that one was set for, which Calc does not tell.
    Raises :class:`BookError`, nothing changed, for what cannot be carried.
    """
    document, state = opened.document, opened.state
    if state is None:
        raise BookError("这不是考核工作簿，请用 LibreOffice 自己的保存。")
    path = _writable_file(document, state)
    extra = _sheets_fit(document, state)
    host, open_here = FileHost(path), CalcHost(document)
    compute_anew(open_here)
    names = file_names(document)
    before, moves = move_rows(host, state)
    count = 0
    for name in state.sheets:
        sheet = document.Sheets.getByName(name)
        grid = open_here.grid(name)
        cells = grid.cells if grid is not None else {}
        changes = dict(_changes(sheet, before[name], cells, names))
        count += len(changes)
        host.write(name, _formulas_gone(host, name, changes))
        host.write(name, {**dict(_figures(sheet, cells)), **changes})
    carry_protection(document, list(before), open_here, host, ask)
    now = State(document)
    not_carried = carry_looks(host, document, before, state.names, now, moves)
    with own_lock_aside(path):
        host.save()
    now.file = signature(path.stat())
    opened.state = now
    if not not_carried:
        mark_as_saved(document)
    return Saved(count, moves, extra, not_carried)


def _writable_file(document: Any, state: State) -> Path:
    path = file_of(document)
    if path is None or path.suffix.lower() not in _SUFFIXES:
        raise BookError("只有 .xlsm、.xlsx 工作簿可以写回；请用 LibreOffice 自己的保存。")
    if document.isReadonly():
        raise BookError(f"{path.name} 是以只读方式打开的，不能写回。请关闭占用它的程序后重新打开。")
    if path != state.path or state.file is None or not path.is_file():
        raise BookError(f"{path.name} 已不是打开时的文件。请关闭后重新打开原工作簿。")
    if signature(path.stat()) != state.file:
        raise BookError(
            f"{path.name} 打开之后被改动过（别的程序，或 LibreOffice 自己的保存），没有覆盖它。"
            f"请另存一份，再打开原文件，把改动填进去。"
        )
    return path


def _sheets_fit(document: Any, state: State) -> list[str]:
    """The sheets that may be left out.  Raises where another is new, missing or was rebuilt."""
    names = names_of(document)
    new = [name for name in names if name not in state.sheets]
    gone = [name for name in state.sheets if name not in names]
    if gone:
        raise BookError(f"工作表“{'、'.join(gone)}”已删除或改名，不能写回。请撤销，{_OWN_SAVE}。")
    other = [name for name in new if name not in MADE_ANEW]
    if other:
        raise BookError(f"新增的工作表“{'、'.join(other)}”不能写回。请删去，{_OWN_SAVE}。")
    cut = [n for n, sheet in state.sheets.items() if n in names and sheet.moves() is None]
    if cut:
        raise BookError(
            f"工作表“{'、'.join(cut)}”插入、删除了列，或移动了行列，不能写回。请撤销，{_OWN_SAVE}。"
        )
    return new


def file_names(document: Any) -> dict[str, str]:
    """Functions' names in files of Excel by those of Calc's interface, ours among them.

    A function that Excel learnt later has a prefix in files, which only this list tells.
    """
    mapper = document.createInstance("com.sun.star.sheet.FormulaOpCodeMapper")
    english, in_files = (
        {(entry.Token.OpCode, str(entry.Token.Data)): str(entry.Name) for entry in found}
        for found in (mapper.getAvailableMappings(language, _ALL) for language in _LANGUAGES)
    )
    names = {english[key].upper(): name for key, name in in_files.items() if key in english}
    return names | {f"{SERVICE.upper()}.{name}": name for name in NAMES}


def _changes(
    sheet: Any, before: SheetState, cells: Mapping[Ref, Cell], names: Mapping[str, str]
) -> Iterator[tuple[Ref, Write]]:
    for ref in differing(before, sheet):
        cell = cells.get(ref, EMPTY)
        value = _value(sheet, ref, cell)
        formula = "" if cell.formula is None else _formula(sheet, ref, names)
        yield ref, Formula(formula, value) if formula else value


def _formulas_gone(host: FileHost, name: str, changes: Mapping[Ref, Write]) -> dict[Ref, Write]:
    """Blanks for the file's formulas that were typed over: a value alone would leave them there."""
    grid = host.grid(name)
    held = {} if grid is None else grid.cells
    return {
        ref: None
        for ref, write in changes.items()
        if not isinstance(write, Formula) and held.get(ref, EMPTY).formula is not None
    }


def _formula(sheet: Any, ref: Ref, names: Mapping[str, str]) -> str:
    """A formula as the file takes it.  Raises :class:`BookError` where it takes none."""
    text = _uno_cell(sheet, ref).getFormula()
    if text.startswith("{"):
        raise BookError(f"{sheet.Name}!{a1(*ref)} 的数组公式不能写回。请撤销，{_OWN_SAVE}。")
    try:
        translated = to_excel(as_written(text), lambda name: names.get(name.upper(), name.upper()))
    except NotImplementedError as error:
        raise BookError(f"{sheet.Name}!{a1(*ref)} 的公式不能写回：{error}。") from error
    return translated.removeprefix("=")


def _figures(sheet: Any, cells: Mapping[Ref, Cell]) -> Iterator[tuple[Ref, Write]]:
    """What every formula of the sheet shows; the file engine leaves equal ones as they are."""
    contents = contents_of(sheet)
    for (row, column), cell in cells.items():
        if cell.formula is not None and not contents[row - 1][column - 1].startswith("{"):
            yield (row, column), _value(sheet, (row, column), cell)


def _value(sheet: Any, ref: Ref, cell: Cell) -> None | bool | Decimal | str:
    """What a cell holds or shows, errors too; of a date or a time the number behind it."""
    if isinstance(cell.value, dt.date | dt.time):
        return as_stored(Decimal(repr(float(_uno_cell(sheet, ref).getValue()))))
    return "" if cell.value is None and cell.formula is not None else cell.value


def _uno_cell(sheet: Any, ref: Ref) -> Any:
    return sheet.getCellByPosition(ref[1] - 1, ref[0] - 1)
