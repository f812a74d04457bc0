"""生成名次表, 生成明细 and 画图表: the table to be published, slips, and pictures of both."""

from __future__ import annotations

import datetime as dt
from functools import partial
from pathlib import Path

from xl_appraisal.book.read.quarter import Quarter
from xl_appraisal.book.sheets import RANKING
from xl_appraisal.book.write.annex_rows import (
    annex_rows,
    blank_rows,
    other_formulas,
    printed_columns,
)
from xl_appraisal.doors.buttons.button_support import (
    WORKBOOKS,
    Made,
    appraised_files,
    ask_target,
    behind_working_sheets,
    folder_place,
    may_replace,
    place_of,
)
from xl_appraisal.hosts import LiveHost, Screen
from xl_appraisal.model.errors import BookError, Stopped
from xl_appraisal.model.grid import Ref, Value, Write
from xl_appraisal.work import desk
from xl_appraisal.work.desk import Appraised

ANNEX = "名次表（排序）"
"""The sheet of 生成名次表, made anew each time."""

_KINDS = (("Word 文档", ".docx"), ("Excel 工作簿", ".xlsx"), ("PDF", ".pdf"))
_TITLE = "附件另存为（取消则只生成工作表）"
_FULL = "全部印出（与名次表一致）吗？\n选“否”，没有数据的{}栏不印。"
_ORIGIN = "在末尾印上出处（工作簿名、时间、通报、数据指纹）吗？\n正式印发请选“否”。"


def generate_annex(host: LiveHost, screen: Screen) -> str:
    """生成名次表: a values-only sheet in rank order with the official layout, then a file of it."""
    screen.status("正在生成名次表……")
    done = desk.appraise_host(host)
    make_annex(host, done)
    screen.show(ANNEX)
    windows = done.appraisal.windows
    without = sum(window.total is None for window in windows)
    rest = f"，其中{without}个没有得分，排在最后" if without else ""
    told = f"已生成工作表“{ANNEX}”：{len(windows)}个窗口，按名次排列{rest}"
    try:
        saved = _save(host, screen, done)
    except BookError as error:
        screen.tell(f"工作表“{ANNEX}”已生成，文件没有存成。\n{error}")
        return f"{told}；文件没有存成。"
    except Stopped:
        return f"{told}；已停止，文件没有存。"
    return f"{told}。" if saved is None else Made.of(f"{told}；已另存为 {saved}。", saved)


def make_annex(host: LiveHost, done: Appraised) -> None:
    """The published table as a sheet of its own, made from a copy of 名次表.

    The copy brings header, formats, widths, remarks and page set-up; all that is no part of the
    published table goes: formulas, working columns, blank rows, the hidden row of ids.
    """
    quarter = done.quarter
    printed = set(printed_columns(quarter))
    cells = quarter.table.grid.cells
    gone = {*blank_rows(quarter), quarter.table.id_row}
    first = quarter.table.first_row
    heading = sum(row not in gone for row in range(1, first))
    names = sum(column <= quarter.table.columns["window"] for column in printed)
    used = {column for _, column in cells} | {a.right for a in quarter.table.grid.merges}
    host.copy_sheet(
        RANKING,
        ANNEX,
        _annex_values(quarter, done),
        behind_working_sheets(host),
        without_rows=gone,
        without_columns=set(range(1, max(used) + 1)) - printed,
        even=range(first, max((first - 1, *quarter.table.rows)) + 1),
        frozen=(heading, names),
    )


def _annex_values(quarter: Quarter, done: Appraised) -> dict[Ref, Write]:
    """Values over the windows' rows, in rank order, and over every other formula."""
    columns, top = printed_columns(quarter), quarter.table.first_row
    values = other_formulas(quarter)
    for row, line in enumerate(annex_rows(quarter, done.appraisal), top):
        values |= {(row, column): value for column, value in zip(columns, line, strict=True)}
    return {ref: _taken(value) for ref, value in values.items()}


def _taken(value: Value) -> Write:
    """A date that stands where a figure should goes out as the text that it is read as."""
    return value.isoformat() if isinstance(value, dt.date | dt.time) else value


def _save(host: LiveHost, screen: Screen, done: Appraised) -> Path | None:
    """The file, where staff want it; beside the workbook where nobody can be asked."""
    from xl_appraisal.files.write_file import write_whole
    from xl_appraisal.outputs.annex import annex_file, kind_of
    from xl_appraisal.outputs.drawing import origin_note
    from xl_appraisal.work.closing.verify import seal_mark

    target = _target(host, screen)
    if target is None:
        return None
    kind = kind_of(target)
    used_only = _leaves_blank_out(screen, done)
    note = ""
    if not screen.attended or screen.confirm(_ORIGIN):
        note = origin_note(host.name, done.quarter, host.grid, dt.datetime.now())
    seal = seal_mark(host)
    with screen.working() as go_on:
        told = partial(go_on, f"正在生成 {target.name}……")
        told()
        content = annex_file(
            done.quarter,
            done.appraisal,
            kind,
            used_only=used_only,
            origin=note,
            seal=seal,
            meanwhile=told,
        )
    write_whole(target, content)
    return target


def _leaves_blank_out(screen: Screen, done: Appraised) -> bool:
    """Whether columns without any data are left out; the notice's full table is usual.

    What somebody should look at before the file goes out is told along with the question.
    """
    from xl_appraisal.outputs.annex import annex_doubts, annex_table, blank_columns

    if not screen.attended:
        return False
    doubts = annex_doubts(done.quarter, done.appraisal)
    blank = blank_columns(annex_table(done.quarter, done.appraisal))
    if blank:
        return not screen.confirm("\n".join([*doubts, "", _FULL.format(len(blank))]))
    if doubts:
        screen.tell("\n".join(["请先看一眼：", *doubts]))
    return False


def _target(host: LiveHost, screen: Screen) -> Path | None:
    """Where staff want the file; beside the workbook where nobody can be asked.

    Nothing that is there is replaced unasked, the workbook itself never; a workbook that is
    nowhere has no place beside.
    """
    from xl_appraisal.outputs.annex import default_file

    if screen.attended:
        target = ask_target(screen, default_file(Path(host.fullname)), _KINDS, _TITLE)
        if target is not None and target.exists() and target.samefile(host.fullname):
            raise BookError(f"{target}：这是正在使用的工作簿，不能被替换。请换一个文件名。")
        return target
    place = folder_place(host)
    target = default_file(place) if place is not None else None
    if target is not None and target.exists():
        raise BookError(f"{target}：同名文件已存在，没有改动。请移走它再试。")
    return target


def generate_slips(host: LiveHost, screen: Screen) -> str:
    """生成明细: Word documents and a covering index; the workbook itself is not changed."""
    from xl_appraisal.outputs.drawing import origin_note
    from xl_appraisal.outputs.slips.slip_maker import SlipMaker
    from xl_appraisal.outputs.slips.slip_run import default_folder, write_slips
    from xl_appraisal.work.closing.verify import seal_mark

    folder = default_folder(place_of(host, "生成明细"))
    done = desk.appraise_host(host)
    with screen.working() as go_on:
        written = write_slips(
            SlipMaker(done.quarter, done.appraisal),
            folder,
            "docx",
            origin=origin_note(host.name, done.quarter, host.grid, dt.datetime.now()),
            seal=seal_mark(host),
            progress=lambda ready, total: go_on(f"正在生成加扣分明细：{ready}/{total}"),
        )
    return Made.of(f"已生成{len(written.files)}份加扣分明细和目录，在 {folder}", folder)


def draw_charts(host: LiveHost, screen: Screen) -> str:
    """画图表: a workbook of charts beside this one, with earlier periods where some are chosen."""
    from xl_appraisal.files.write_file import write_whole
    from xl_appraisal.outputs.charts_book import charts_workbook, default_file
    from xl_appraisal.outputs.drawing import origin_note

    target = default_file(place_of(host, "画图表"))
    chosen = screen.choose_files("选择前几期的工作簿（取消则只画本期）", *WORKBOOKS)
    if not may_replace(screen, target):
        return "已取消，没有画图表。"
    done = desk.appraise_host(host)
    with screen.working() as go_on:
        read = appraised_files(chosen, go_on)
        earlier = [(one.quarter, one.appraisal) for _, one in read]
        go_on("正在画图……")
    origin = origin_note(host.name, done.quarter, host.grid, dt.datetime.now())
    now = done.quarter, done.appraisal
    write_whole(target, charts_workbook(now, earlier, origin=origin))
    return Made.of(f"已生成图表，在 {target}", target)
