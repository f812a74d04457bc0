"""生成名次表: the table to be published, as a sheet of the workbook and as a file beside it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import xlwings as xw

from xl_appraisal.doors.buttons.annex_sheet import ANNEX, make_annex
from xl_appraisal.doors.buttons.button_support import (
    ask_target,
    can_ask,
    confirm,
    macro,
    show_status,
)
from xl_appraisal.hosts.excel.excel_host import XlwingsHost, told_as
from xl_appraisal.model.errors import BookError
from xl_appraisal.work import desk
from xl_appraisal.work.desk import Appraised

_KINDS = (("Word 文档", ".docx"), ("Excel 工作簿", ".xlsx"), ("PDF", ".pdf"))
_TITLE = "附件另存为（取消则只生成工作表）"
_ORIGIN = "在末尾印上出处（工作簿名、时间、通报、数据指纹）吗？\n正式印发请选“否”。"


@macro
def generate_annex(book: xw.Book) -> str:
    """生成名次表: a values-only sheet in rank order with the official layout, then a file of it."""
    show_status(book, "正在生成名次表……")
    host = XlwingsHost(book)
    done = desk.appraise_host(host)
    with told_as(f"工作表“{ANNEX}”没有生成"):
        make_annex(book, done)
    windows = done.appraisal.windows
    without = sum(window.total is None for window in windows)
    rest = f"，其中{without}个没有得分，排在最后" if without else ""
    try:
        saved = _save(book, host, done)
    except BookError as error:
        raise BookError(f"工作表“{ANNEX}”已生成，文件没有存成。\n{error}") from error
    file = f"；已另存为 {saved}" if saved else ""
    return f"已生成工作表“{ANNEX}”：{len(windows)}个窗口，按名次排列{rest}{file}。"


def _save(book: xw.Book, host: XlwingsHost, done: Appraised) -> Path | None:
    """The file, where staff want it; beside the workbook where nobody can be asked."""
    from xl_appraisal.files.write_file import write_whole
    from xl_appraisal.outputs.annex.annex_file import annex_file, kind_of
    from xl_appraisal.outputs.origin import origin_note

    asked = can_ask(book)
    target = _asked_target(book) if asked else _unasked_target(book)
    if target is None:
        return None
    kind = kind_of(target)
    note = ""
    if not asked or confirm(book, _ORIGIN):
        note = origin_note(host.name, done.quarter, host.grid, dt.datetime.now())
    show_status(book, f"正在生成 {target.name}……")
    write_whole(target, annex_file(done.quarter, done.appraisal, kind, origin=note))
    return target


def _asked_target(book: xw.Book) -> Path | None:
    from xl_appraisal.outputs.annex.annex_file import default_file

    target = ask_target(book, default_file(Path(book.fullname)), _KINDS, _TITLE)
    if target is not None and target.exists() and target.samefile(book.fullname):
        raise BookError(f"{target}：这是正在使用的工作簿，不能被替换。请换一个文件名。")
    return target


def _unasked_target(book: xw.Book) -> Path | None:
    """Nothing that is there is replaced unasked; a workbook that is nowhere has no place beside."""
    from xl_appraisal.outputs.annex.annex_file import default_file

    path = Path(book.fullname)
    if not path.is_absolute() or not path.parent.is_dir():
        return None
    target = default_file(path)
    if target.exists():
        raise BookError(f"{target}：同名文件已存在，没有改动。请移走它再试。")
    return target
