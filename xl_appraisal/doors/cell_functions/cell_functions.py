"""The cell functions: a door to the desk, with no arithmetic in it.

Each takes what Excel hands over, asks the desk, and gives back a number or a short Chinese text
that names the cell at fault; it never raises and never guesses.  ``row`` is a row number of
名次表, or the cells of the window's items: the range form follows its inputs by the program's
own dependency tracking, the number form is brought up to date by 重新计算.  ``follows`` takes
any cells that the figure also depends on (ledger, rules, other totals); they are not read, they
only make the program recalculate.

Long because xlwings reads the functions and their help from one module.  It writes the help of
the function wizard from the docstrings and the ``doc`` texts, which
Excel cuts at 255 characters.
"""

# No annotations on the functions below: xlwings takes them for conversions to make.
# mypy: disallow-untyped-defs=False, disallow-untyped-calls=False

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import xlwings as xw

from xl_appraisal.book.sheets import RANKING
from xl_appraisal.book.write.filling import red_flag_text
from xl_appraisal.doors.cell_functions.function_arguments import AsGiven, Block, block_of, numbers
from xl_appraisal.doors.cell_functions.function_support import (
    answered,
    fault_of,
    live_book,
    module_id,
    scored,
    told,
    window_of,
)
from xl_appraisal.doors.cell_functions.live import LiveBook
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.exact import plain
from xl_appraisal.rules.register import cap, derive
from xl_appraisal.scoring import Given, Line, WindowEvidence
from xl_appraisal.scoring.balance import Case
from xl_appraisal.scoring.methods import METHODS
from xl_appraisal.scoring.result import SOURCE_NAMES

CATEGORY = "绩效考核"
_ROW = "窗口在名次表中的行号，或该窗口各项目的单元格（如 $J7:$AX7）"
_FOLLOWS = "可不填：这些单元格变动时也重新计算（如加扣分明细、规则）"
_TOTALS = "可不填：这些单元格变动时也重新计算（如全部窗口的总分）"
_LONGEST = 32_767  # characters a cell holds


@xw.func(category=CATEGORY)
@xw.arg("row", AsGiven, doc=_ROW)
@xw.arg("follows", AsGiven, doc=_FOLLOWS)
@answered
def WINDOW_TOTAL(row, *follows):
    """窗口总分：六个模块得分之和（备注1）。不能计分时说明哪个单元格有问题。"""
    live, number = window_of(row)
    return None if number is None else _number(scored(live, number).total)


@xw.func(category=CATEGORY)
@xw.arg("row", AsGiven, doc=_ROW)
@xw.arg("module", AsGiven, doc="模块名称，如“业务规范”")
@xw.arg("follows", AsGiven, doc=_FOLLOWS)
@answered
def MODULE_SCORE(row, module, *follows):
    """窗口一个模块的得分（备注1、2）。"""
    live, number = window_of(row)
    wanted = module_id(live, module)
    if wanted is None:
        raise BookError("没有写模块，如“业务规范”")
    return None if number is None else _number(scored(live, number).modules[wanted])


@xw.func(category=CATEGORY)
@xw.arg("row", AsGiven, doc=_ROW)
@xw.arg("follows", AsGiven, doc=_FOLLOWS)
@answered
def MODULE_SCORES(row, *follows):
    """窗口六个模块的得分，横排六格（备注1、2）。"""
    live, number = window_of(row)
    modules = [module.id for module in live.quarter.book.notice.modules]
    if number is None:
        return [[None] * len(modules)]
    score = scored(live, number)
    return [[_number(score.modules[module]) for module in modules]]


@xw.func(category=CATEGORY)
@xw.arg("row", AsGiven, doc=_ROW)
@xw.arg("follows", AsGiven, doc=_TOTALS)
@answered
def WINDOW_RANK(row, *follows):
    """窗口名次：按未取舍的总分排列，同分的处理见“规则”表（备注1）。"""
    live, number = window_of(row)
    if number is None:
        return None
    scored(live, number)
    return _number(live.ranked(number).rank)


@xw.func(category=CATEGORY)
@xw.arg("row", AsGiven, doc=_ROW)
@xw.arg("follows", AsGiven, doc=_TOTALS)
@answered
def RED_FLAG(row, *follows):
    """红旗窗口：红旗、红旗（补位）、一票否决，或空白（备注1、7）。"""
    live, number = window_of(row)
    if number is None:
        return None
    scored(live, number)
    return red_flag_text(live.ranked(number))


@xw.func(category=CATEGORY)
@xw.arg("row", AsGiven, doc=_ROW)
@xw.arg("module", AsGiven, doc="可不填：只说明这个模块，如“奖励分”")
@answered
def EXPLAIN_SCORE(row, module=None):
    """说明得分：每一笔加扣分的来源、分值和所依据的备注，一行一笔。"""
    live, number = window_of(row)
    wanted = module_id(live, module)
    if number is None:
        return None
    scored(live, number)
    lines = [line for line in live.ranked(number).lines if wanted in (None, line.figure)]
    return "\n".join(_line_text(line) for line in lines)[:_LONGEST]


@xw.func(category=CATEGORY)
@xw.arg("scores", AsGiven, doc="窗口人员本季度考核分所在的单元格")
@answered
def STAFF_SCORE(scores):
    """窗口人员表现：考核分平均值乘以权重（备注2）；空白单元格不计人数。"""
    notice = live_book(block_of(scores)).quarter.book.notice
    given = tuple(Given(value) for value in numbers(scores, "考核分") if value is not None)
    module = notice.staff_module
    balance = METHODS[module.method].balance(Case(notice, module, WindowEvidence("", staff=given)))
    if balance is None:
        raise BookError("没有考核分")
    return _number(balance.score)


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
@xw.arg("block", AsGiven, doc="名次表中若干窗口的项目单元格（如 $J$7:$AX$31）")
@xw.arg("follows", AsGiven, doc=_FOLLOWS)
@xw.ret(ndim=2)
@answered
def RANKING_TABLE(block, *follows):
    """整张表一次算出：每个窗口一行，依次为名次、六个模块、总分、红旗窗口。"""
    cells = block_of(block)
    if cells is None or cells.sheet != RANKING:
        raise BookError(f"请选取“{RANKING}”中窗口的单元格")
    live = live_book(cells, cells.values())
    return [_table_line(live, row) for row in cells.rows]


def _number(value: Decimal | int | None) -> float | None:
    return None if value is None else float(value)


def _line_text(line: Line) -> str:
    points = "" if line.points is None else f" {plain(line.points)}分"
    text = f"：{line.text}" if line.text else ""
    return f"{line.item}{points}（备注{line.remark}，{SOURCE_NAMES[line.source]}）{text}"


def _table_line(live: LiveBook, row: int) -> list[float | str | None]:
    """A window's figures; blanks where no window is, the fault for a total that there is not."""
    modules = live.quarter.book.notice.modules
    if not live.has_window(row):
        return [None] * (len(modules) + 3)
    window = live.ranked(row)
    scores = window.score.modules
    total = _number(window.total)
    return [
        _number(window.rank),
        *(_number(scores.get(module.id)) for module in modules),
        told(fault_of(live, window.score)) if total is None else total,
        red_flag_text(window),
    ]


def _rule_points(rule_id: str, arguments: Mapping[str, Any]) -> float:
    """What the rule in force makes of counts given as arguments, deductions taken off."""
    blocks: list[Block] = [b for b in map(block_of, arguments.values()) if b is not None]
    rules = live_book(blocks[0] if blocks else None).quarter.book.notice.rules
    if rule_id not in rules:
        raise BookError("本通报没有这条规则")
    rule = rules[rule_id]
    names = {measure.id: measure.name for measure in rule.measures}
    counts = {}
    for measure, value in arguments.items():
        lift = rule.lift if measure not in names else None
        name = lift.name if lift else names.get(measure, measure)
        found = numbers(value, name, share=measure not in names)
        if len(found) != 1:
            raise BookError(f"{name}只能是一个单元格")
        if found[0] is not None:
            counts[f"{rule_id}.{measure}"] = found[0]
    derived = derive(rule, counts)
    if derived is None:
        return 0.0
    return float(cap(rule, derived.points) - derived.deduction)
