"""保存回原工作簿: the changed cells carried into the file, every other part of it as it was.

LibreOffice's own save writes the whole file anew: our functions under names that Excel does not
know, no code names, other styles.  Here the file engine changes the cells that differ, and
nothing else; what cannot be carried is told, and then nothing is changed at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xl_appraisal.book.function_names import NAMES
from xl_appraisal.doors.buttons.annex_buttons import ANNEX
from xl_appraisal.doors.buttons.figure_buttons import EXPLANATION
from xl_appraisal.doors.calc_extension.hints import show_success, show_warning
from xl_appraisal.doors.calc_extension.marking import mark_as_saved
from xl_appraisal.doors.calc_extension.relink import as_written, formula_blocks
from xl_appraisal.doors.calc_extension.state import SheetState, State, differing, file_of, names_of
from xl_appraisal.files.disk import signature
from xl_appraisal.hosts import FileHost
from xl_appraisal.hosts.calc.calc_formulas import to_excel
from xl_appraisal.model.errors import AppraisalError, BookError
from xl_appraisal.model.exact import as_stored
from xl_appraisal.model.grid import Formula, Ref, Write, a1
from xl_appraisal.tools.calc_extension.idl import SERVICE

if TYPE_CHECKING:
    from xl_appraisal.doors.calc_extension.opened import Opened

MADE_ANEW = (ANNEX, EXPLANATION)
"""Sheets that a command makes at any time; they stay in the open workbook alone."""

_ALL = 0x7FFFFFFF  # com.sun.star.sheet.FormulaMapGroup
_LANGUAGES = (1, 5)  # com.sun.star.sheet.FormulaLanguage: ENGLISH, OOXML
_SUFFIXES = (".xlsm", ".xlsx")
_EMPTY, _VALUE, _TEXT, _FORMULA = "EMPTY", "VALUE", "TEXT", "FORMULA"
_OWN_SAVE = "或者另存一份（“文件”-“另存为”），在 Excel 里照着改"


def run(opened: Opened) -> str:
    """Save, and say in a bar what was carried or why nothing was; the same text is returned."""
    document = opened.document
    try:
        count, left = save_back(opened)
    except AppraisalError as error:
        text = f"没有保存。{error}"
        show_warning(document, text)
        return text
    text = f"已写回 {Path(str(file_of(document))).name}：{count} 个单元格"
    text += f"；工作表{'、'.join(left)}可随时重新生成，没有写入。" if left else "。"
    show_success(document, text)
    return text


def save_back(opened: Opened) -> tuple[int, list[str]]:
    """Carry the changes into the file; how many cells differed, and the sheets left out.

    Raises :class:`BookError`, nothing changed, for what cannot be carried.
    """
    document, state = opened.document, opened.state
    if state is None:
        raise BookError("这不是考核工作簿，请用 LibreOffice 自己的保存。")
    path = _writable_file(document, state)
    extra = _sheets_fit(document, state)
    host = FileHost(path)
    names = file_names(document)
    count = 0
    for name in state.sheets:
        sheet = document.Sheets.getByName(name)
        changes = dict(_changes(sheet, state.sheets[name], names))
        count += len(changes)
        host.write(name, {**dict(_figures(document, sheet)), **changes})
    with _own_lock_aside(path):
        host.save()
    opened.state = State(document)
    mark_as_saved(document)
    return count, extra


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
    moved = [n for n, sheet in state.sheets.items() if n in names and sheet.moved]
    if moved:
        raise BookError(
            f"工作表“{'、'.join(moved)}”插入、删除或移动了行列，不能写回。请撤销，{_OWN_SAVE}。"
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
    sheet: Any, before: SheetState, names: Mapping[str, str]
) -> Iterator[tuple[Ref, Write]]:
    for row, column in differing(before, sheet):
        cell = sheet.getCellByPosition(column - 1, row - 1)
        yield (row, column), _written(sheet.Name, cell, (row, column), names)


def _written(sheet: str, cell: Any, ref: Ref, names: Mapping[str, str]) -> Write:
    """What a cell holds now, as the file takes it.  Raises :class:`BookError`."""
    kind = cell.getType().value
    if kind == _EMPTY:
        return None
    if kind == _TEXT:
        return str(cell.getString())
    if kind == _VALUE:
        return _number(cell)
    text = cell.getFormula()
    if text.startswith("{"):
        raise BookError(f"{sheet}!{a1(*ref)} 的数组公式不能写回。请撤销，{_OWN_SAVE}。")
    try:
        translated = to_excel(as_written(text), lambda name: names.get(name.upper(), name.upper()))
    except NotImplementedError as error:
        raise BookError(f"{sheet}!{a1(*ref)} 的公式不能写回：{error}。") from error
    return Formula(translated.removeprefix("="), _result(cell))


def _figures(document: Any, sheet: Any) -> Iterator[tuple[Ref, Write]]:
    """What every formula of the sheet shows; the file engine leaves equal ones as they are."""
    for own, block in formula_blocks(document):
        if own.Name != sheet.Name:
            continue
        area = block.RangeAddress
        for row, line in enumerate(block.getFormulaArray()):
            for column, text in enumerate(line):
                if text.startswith("{"):
                    continue
                cell = block.getCellByPosition(column, row)
                if not cell.getError():
                    yield (area.StartRow + row + 1, area.StartColumn + column + 1), _result(cell)


def _result(cell: Any) -> None | str | Decimal:
    """The figure or text that a formula shows; none for an error."""
    if cell.getError():
        return None
    is_text = cell.FormulaResultType2 == 4  # com.sun.star.sheet.FormulaResult.STRING
    return str(cell.getString()) if is_text else _number(cell)


def _number(cell: Any) -> Decimal:
    return as_stored(Decimal(repr(float(cell.getValue()))))


@contextmanager
def _own_lock_aside(path: Path) -> Iterator[None]:
    """Our LibreOffice's lock file out of the way: the file is open here, and nowhere else."""
    lock = path.with_name(f".~lock.{path.name}#")
    aside = path.with_name(f".~saving.{path.name}#")
    was_there = lock.is_file()
    if was_there:
        lock.replace(aside)
    try:
        yield
    finally:
        if was_there:
            aside.replace(lock)
