"""导入明细, 增加窗口, 撤出窗口: what comes into a quarter that goes on, asked about before."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from xl_appraisal.book.read.quarter import read_quarter_book
from xl_appraisal.book.sheets import RANKING
from xl_appraisal.doors.buttons.button_support import compute_anew
from xl_appraisal.hosts import LiveHost, Screen
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.wording import for_window
from xl_appraisal.work import add_window as joining
from xl_appraisal.work import withdraw_window as leaving
from xl_appraisal.work.desk import check_what_came_in
from xl_appraisal.work.importing import plan_import
from xl_appraisal.work.importing.import_plan import OUTCOME_NAMES, ImportPlan
from xl_appraisal.work.importing.sheet_choice import SheetChoice

_SHOWN_LINES = 15  # of a message box; the rest is counted
_SHOWN_WORDS = 12
_TABLES = "表格", "*.csv;*.txt;*.tsv;*.xlsx;*.xlsm;*.xls;*.et;*.ods;*.xlsb"


def import_lines(host: LiveHost, screen: Screen) -> str:
    """导入明细: choose files, look at what would be added, then add all of it or nothing."""
    files = screen.choose_files("选择部门交来的明细或人员考核分（可以选几个）", *_TABLES)
    if not files:
        return "没有选择文件，什么都没有导入。"
    screen.status("正在读取……")
    choice = SheetChoice(ask=partial(ask_sheets, screen))
    with screen.working() as go_on:
        named = _named(files, go_on)
        plan = plan_import(read_quarter_book(host.grid), lists=named, choice=choice)
    if plan.changes_nothing:
        screen.tell(for_window("\n".join(["没有新的内容，什么都没有写入。", *plan.report])))
        return "没有新的内容。"
    if not screen.confirm(preview(plan)):
        return "已取消，什么都没有导入。"
    with screen.working() as go_on:
        plan.write_to(host, go_on)
    check_what_came_in(host)
    added = sum(line.row is not None for line in plan.lines)
    return f"已导入{added}行。接着点“重新计算”。"


def _named(files: Sequence[Path], go_on: Callable[[str], None]) -> Iterator[Path]:
    """Each file, ``go_on`` being told of it before it is read."""
    for number, file in enumerate(files, 1):
        go_on(f"正在读取：{file.name}（{number}/{len(files)}）")
        yield file


def ask_sheets(screen: Screen, file: str, sheets: Sequence[str]) -> set[int]:
    """Which of a file's sheets staff mean, by number from 0; none where they cancel."""
    listed = "\n".join(f"{number}. {sheet}" for number, sheet in enumerate(sheets, 1))
    asked = f"{file} 有几张工作表，导入哪些？请写序号，几张的用逗号隔开：\n{listed}"
    answer = screen.ask_text(asked) or ""
    return {int(number) - 1 for number in re.findall(r"\d+", answer)}


def preview(plan: ImportPlan) -> str:
    """What is asked: the report, the first lines, whether to go on."""
    lines = [
        f"{OUTCOME_NAMES[line.outcome]}：{_words(tuple(map(str, line.cells.values())))}"
        for line in plan.lines[:_SHOWN_LINES]
    ]
    if len(plan.lines) > _SHOWN_LINES:
        lines.append(f"……另有{len(plan.lines) - _SHOWN_LINES}行。")
    told = for_window("\n".join(plan.report))
    return "\n".join([told, "", *lines, "", "现在写入吗？（选“否”什么都不改）"])


def _words(texts: tuple[str, ...]) -> str:
    short = (" ".join(text.split()) for text in texts)
    return "，".join(t if len(t) <= _SHOWN_WORDS else t[:_SHOWN_WORDS] + "…" for t in short)


def add_window(host: LiveHost, screen: Screen) -> str:
    """增加窗口: a row for a window whose name somebody types, and all figures anew."""
    name = screen.ask_text("新增窗口的名称？")
    if not name:
        return "已取消，没有增加。"
    changed = joining.add_window(host, name)
    compute_anew(host)
    screen.show(RANKING)
    screen.tell(changed.told)
    return changed.told


def withdraw_window(host: LiveHost, screen: Screen) -> str:
    """撤出窗口: the selected window's row goes, its lines stay, struck; asked before."""
    sheet, row = screen.selected()
    plan = None if sheet != RANKING or row is None else leaving.plan_withdrawal(host, row)
    if plan is None:
        raise BookError(f"请先在“{RANKING}”里选中要撤出的窗口所在的行，再点“撤出窗口”。")
    told = [f"撤出窗口“{plan.window}”：", *plan.told(), "", "现在撤出吗？"]
    if not screen.confirm("\n".join(told)):
        return "已取消，没有撤出。"
    changed = leaving.withdraw_window(host, plan)
    compute_anew(host)
    return changed.told
