"""The cell functions: a door to the desk, with no arithmetic in it.

Each takes what Excel hands over, asks the desk, and gives back a number or a short Chinese text
that names the cell at fault; it never raises and never guesses.  ``row`` is a row number of
名次表, or the cells of the window's items: the range form follows its inputs by the program's
own dependency tracking, the number form is brought up to date by 重新计算.  ``follows`` takes
any cells that the figure also depends on (ledger, rules, other totals); they are not read, they
only make the program recalculate.

xlwings writes the help of the function wizard from the docstrings and the ``doc`` texts, which
Excel cuts at 255 characters.
"""

# No annotations on the functions below: xlwings takes them for conversions to make.
# mypy: disallow-untyped-defs=False, disallow-untyped-calls=False

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import wraps
from typing import Any

import xlwings as xw
from xlwings.conversion import Accessor, Pipeline

from xl_appraisal.errors import AppraisalError, BookError
from xl_appraisal.exact import plain
from xl_appraisal.grid import Cell, a1
from xl_appraisal.hosts.xlwings_host import XlwingsHost, to_value
from xl_appraisal.live import LiveBook, LiveBooks, block_values
from xl_appraisal.scoring import Given, WindowScore
from xl_appraisal.scoring.modules import staff_performance
from xl_appraisal.scoring.result import SOURCE_NAMES
from xl_appraisal.scoring.rules import cap, derive
from xl_appraisal.workbook.filling import red_flag_text
from xl_appraisal.workbook.names import NameIndex
from xl_appraisal.workbook.sheets import RANKING
from xl_appraisal.workbook.typed import Unreadable, read_number, read_share

CATEGORY = "绩效考核"
LIVE = LiveBooks()
_ROW = "窗口在名次表中的行号，或该窗口各项目的单元格（如 $J7:$AY7）"
_FOLLOWS = "可不填：这些单元格变动时也重新计算（如加扣分明细、规则）"
_LONGEST = 32_767  # characters a cell holds


class AsGiven(Accessor):
    """Hands a function the cells themselves where it was given cells, else the plain value."""

    @classmethod
    def reader(cls, options):
        del options
        return Pipeline([cls._take])

    @staticmethod
    def _take(context):
        if context.range is not None:
            context.value = context.range


def answered(function: Callable[..., Any]) -> Callable[..., Any]:
    """Turn what goes wrong into a short Chinese text, as a cell shows it."""

    @wraps(function)
    def wrapped(*arguments, **named):
        try:
            return function(*arguments, **named)
        except AppraisalError as error:
            return f"错误：{str(error).splitlines()[0][:200]}"
        except Exception as error:  # a traceback in a cell helps nobody
            return f"错误：{type(error).__name__}，请点“自检”"

    return wrapped


@xw.func(category=CATEGORY)
@xw.arg("row", AsGiven, doc=_ROW)
@xw.arg("follows", AsGiven, doc=_FOLLOWS)
@answered
def WINDOW_TOTAL(row, *follows):
    """窗口总分：六个模块得分之和（备注1）。不能计分时说明哪个单元格有问题。"""
    return _number(_score(row).total)


@xw.func(category=CATEGORY)
@xw.arg("row", AsGiven, doc=_ROW)
@xw.arg("module", doc="模块名称，如“业务规范”")
@xw.arg("follows", AsGiven, doc=_FOLLOWS)
@answered
def MODULE_SCORE(row, module, *follows):
    """窗口一个模块的得分（备注1、2）。"""
    live, number, block = _window(row)
    module_id = _module(live, module)
    return _number(_scored(live, number, block).modules[module_id])


@xw.func(category=CATEGORY)
@xw.arg("row", AsGiven, doc=_ROW)
@xw.arg("follows", AsGiven, doc=_FOLLOWS)
@answered
def MODULE_SCORES(row, *follows):
    """窗口六个模块的得分，横排六格（备注1、2）。"""
    live, number, block = _window(row)
    modules = _scored(live, number, block).modules
    return [[_number(modules[module.id]) for module in live.quarter.book.notice.modules]]


@xw.func(category=CATEGORY)
@xw.arg("row", AsGiven, doc=_ROW)
@xw.arg("follows", AsGiven, doc="可不填：这些单元格变动时也重新计算（如全部窗口的总分）")
@answered
def WINDOW_RANK(row, *follows):
    """窗口名次：按未取舍的总分排列，同分的处理见“规则”表（备注1）。"""
    live, number, _ = _window(row)
    _scored(live, number, None)
    return _number(live.ranked(number).rank)


@xw.func(category=CATEGORY)
@xw.arg("row", AsGiven, doc=_ROW)
@xw.arg("follows", AsGiven, doc="可不填：这些单元格变动时也重新计算（如全部窗口的总分）")
@answered
def RED_FLAG(row, *follows):
    """红旗窗口：红旗、红旗（补位）、一票否决，或空白（备注1、7）。"""
    live, number, _ = _window(row)
    _scored(live, number, None)
    return red_flag_text(live.ranked(number))


@xw.func(category=CATEGORY)
@xw.arg("row", AsGiven, doc=_ROW)
@xw.arg("module", doc="可不填：只说明这个模块，如“奖励分”")
@answered
def EXPLAIN_SCORE(row, module=None):
    """说明得分：每一笔加扣分的来源、分值和所依据的备注，一行一笔。"""
    live, number, block = _window(row)
    score = _scored(live, number, block)
    wanted = None if module is None else _module(live, module)
    lines = [line for line in score.lines if wanted in (None, line.figure)]
    return "\n".join(_line_text(line) for line in lines)[:_LONGEST]


@xw.func(category=CATEGORY)
@xw.arg("scores", AsGiven, doc="窗口人员本季度考核分所在的单元格")
@answered
def STAFF_SCORE(scores):
    """窗口人员表现：考核分平均值乘以权重（备注2）；空白单元格不计人数。"""
    notice = _live(scores).quarter.book.notice
    given = [Given(value) for value in _numbers(scores, "考核分") if value is not None]
    if not given:
        return "没有考核分"
    module = next(module for module in notice.modules if module.method == "mean")
    balance = staff_performance(notice, module, given, None)
    return None if balance is None else _number(balance.score)


@xw.func(category=CATEGORY)
@xw.arg("immediate", AsGiven, doc="窗口人均即办件（件）")
@xw.arg("promised", AsGiven, doc="窗口人均承诺件（件）")
@xw.arg("platform_share", AsGiven, doc="可不填：录入一体化平台的办件占比，如 70%")
@answered
def CASE_VOLUME_BONUS(immediate, promised, platform_share=None):
    """办件量加分：即办件、承诺件按区间加分，平台占比达到的每个区间再加（备注4）。"""
    measures = {"immediate": immediate, "promised": promised, "platform_share": platform_share}
    return _rule_points("case_volume", measures)


@xw.func(category=CATEGORY)
@xw.arg("lead", AsGiven, doc="牵头的“一件事”事项数")
@xw.arg("support", AsGiven, doc="配合的“一件事”事项数")
@answered
def PACKAGE_BONUS(lead, support):
    """一件事加分：牵头、配合分别计分，有上限（备注5）。"""
    return _rule_points("package_services", {"lead": lead, "support": support})


@xw.func(category=CATEGORY)
@xw.arg("times", AsGiven, doc="季度参加帮代办、服务前移等活动的次数")
@answered
def ASSIST_BONUS(times):
    """帮代办加分：按季度次数所在区间（备注6）。"""
    return _rule_points("assisted_handling", {"times": times})


@xw.func(category=CATEGORY)
@xw.arg("plan_missing", AsGiven, doc="年度工作方案未提交：次数")
@xw.arg("schedule_missing", AsGiven, doc="活动安排表未提交：次数")
@xw.arg("walk_missing", AsGiven, doc="季度走流程未完成：次数")
@xw.arg("report_missing", AsGiven, doc="季度成效报告未提交：次数")
@xw.arg("extra_walks", AsGiven, doc="多走流程的次数")
@answered
def WALKTHROUGH_POINTS(plan_missing, schedule_missing, walk_missing, report_missing, extra_walks):
    """局长走流程：加分（封顶）减去扣分的净值（备注3）。计入模块时加分、扣分分别计。"""
    measures = {
        "plan_missing": plan_missing,
        "schedule_missing": schedule_missing,
        "walk_missing": walk_missing,
        "report_missing": report_missing,
        "extra_walks": extra_walks,
    }
    return _rule_points("walkthrough", measures)


@xw.func(category=CATEGORY)
@xw.arg("block", AsGiven, doc="名次表中若干窗口的项目单元格（如 $J$7:$AY$31）")
@xw.arg("follows", AsGiven, doc=_FOLLOWS)
@xw.ret(ndim=2)
@answered
def RANKING_TABLE(block, *follows):
    """整张表一次算出：每个窗口一行，依次为名次、六个模块、总分、红旗窗口。"""
    live = _live(block)
    if not _is_cells(block):
        raise BookError("请选取名次表中窗口的单元格")
    last = block.row + block.shape[0]
    return [_table_line(live, row) for row in range(block.row, last)]


# ── what the functions share ──


def _is_cells(value: object) -> bool:
    return isinstance(value, xw.Range)


def _live(value: object) -> LiveBook:
    """The workbook that the cells are in, or that the formula is in."""
    book = value.sheet.book if isinstance(value, xw.Range) else xw.Book.caller()
    return LIVE.get(str(book.fullname), lambda: XlwingsHost(book))


def _window(row: object) -> tuple[LiveBook, int, dict[tuple[int, int], Any] | None]:
    """The workbook, the row of 名次表 and the values of its item cells, if cells were given."""
    live = _live(row)
    if isinstance(row, xw.Range):
        if row.sheet.name != RANKING:
            raise BookError(f"请选取“{RANKING}”中的单元格")
        if row.shape[0] != 1:
            raise BookError("请只选取一行")
        values = _values(row)
        return live, row.row, block_values(row.row, row.column, values)
    number = read_number(Cell(to_value(row)), "行号")
    if not isinstance(number, Decimal) or number != int(number):
        raise BookError("行号应为名次表中窗口所在的行")
    return live, int(number), None


def _values(cells: xw.Range) -> list[list[Any]]:
    raw = cells.raw_value
    rows, columns = cells.shape
    if rows == columns == 1:
        raw = [[raw]]
    elif not isinstance(raw[0], list | tuple):
        raw = [raw] if rows == 1 else [[value] for value in raw]
    return [[to_value(value) for value in line] for line in raw]


def _score(row: object) -> WindowScore:
    return _scored(*_window(row))


def _scored(live: LiveBook, row: int, block: Any) -> WindowScore:
    """The window's score; :class:`BookError` naming the first cell that stops it."""
    score = live.score(row, block)
    if score.total is None:
        faults = [f for f in (*score.findings, *live.quarter.findings) if f.severity == "error"]
        fault = faults[0]
        raise BookError(f"{fault.where} {fault.item}{f'为{fault.found}' if fault.found else ''}")
    return score


def _module(live: LiveBook, name: object) -> str:
    book = live.quarter.book
    value = to_value(name)
    module = NameIndex(book.notice, book.layout).module(str(value))
    if module is None:
        names = "、".join(module.name for module in book.notice.modules)
        raise BookError(f"没有模块“{value}”；应为{names}")
    return module


def _number(value: Decimal | int | None) -> float | None:
    return None if value is None else float(value)


def _line_text(line: Any) -> str:
    points = "" if line.points is None else f" {plain(line.points)}分"
    text = f"：{line.text}" if line.text else ""
    return f"{line.item}{points}（备注{line.remark}，{SOURCE_NAMES[line.source]}）{text}"


def _table_line(live: LiveBook, row: int) -> list[Any]:
    modules = live.quarter.book.notice.modules
    window = live.by_row.get(row)
    if window is None:
        return [None] * (len(modules) + 3)
    scores = window.score.modules
    return [
        _number(window.rank),
        *(_number(scores.get(module.id)) for module in modules),
        _number(window.total),
        red_flag_text(window),
    ]


def _numbers(value: object, name: str, *, share: bool = False) -> list[Any]:
    """Each value of an argument as a figure; :class:`BookError` naming the cell at fault."""
    if isinstance(value, xw.Range):
        cells = block_values(value.row, value.column, _values(value)).items()
    else:
        cells = {(0, 0): to_value(value)}.items()
    found = []
    for ref, content in cells:
        read = read_share(Cell(content)) if share else read_number(Cell(content), "不小于0的数")
        if isinstance(read, Unreadable):
            where = f"{a1(*ref)} " if ref[0] else ""
            raise BookError(f"{where}{name}为{read.found}")
        found.append(read)
    return found


def _rule_points(rule_id: str, arguments: dict[str, Any]) -> float | str:
    """What the rule in force makes of counts given as arguments, deductions taken off."""
    cells = [value for value in arguments.values() if isinstance(value, xw.Range)]
    rules = _live(cells[0] if cells else None).quarter.book.notice.rules
    if rule_id not in rules:
        raise BookError("本通报没有这条规则")
    rule = rules[rule_id]
    names = {measure.id: measure.name for measure in rule.measures}
    counts = {}
    for measure, value in arguments.items():
        is_share = measure not in names
        name = names.get(measure) or (rule.lift.name if rule.lift else measure)
        numbers = _numbers(value, name, share=is_share)
        if len(numbers) != 1:
            raise BookError(f"{name}只能是一个单元格")
        if numbers[0] is not None:
            counts[f"{rule_id}.{measure}"] = numbers[0]
    derived = derive(rule, counts)
    if derived is None:
        return 0.0
    return float(cap(rule, derived.points) - derived.deduction)


__all__ = [
    "ASSIST_BONUS",
    "CASE_VOLUME_BONUS",
    "EXPLAIN_SCORE",
    "MODULE_SCORE",
    "MODULE_SCORES",
    "PACKAGE_BONUS",
    "RANKING_TABLE",
    "RED_FLAG",
    "STAFF_SCORE",
    "WALKTHROUGH_POINTS",
    "WINDOW_RANK",
    "WINDOW_TOTAL",
]
