"""The cell functions: a door to the core, with no arithmetic in it.

Each is a function of its arguments: it makes evidence of what it is handed, asks the core, and
gives back a number or a short Chinese text that names the cell at fault; it never raises and
never guesses.  ``row`` is the cells of a window's items, or a row number of 名次表.  ``handed``
is all that the figure rests on beside them, as 重新计算 writes it into the formula; blocks say
themselves what they are (:mod:`function_arguments`).  A bare row number hands nothing over: the
workbook is read at every calculation, typed cells alone (:mod:`typed_book`).

xlwings writes the help of the function wizard from the docstrings and the ``doc`` texts, which
Excel cuts at 255 characters.  The functions of single rules stand in ``rule_functions``, and in
``first_notice_functions`` those that workbooks of the first notice call by name.
"""

# No annotations on the functions below: xlwings takes them for conversions to make.
# mypy: disallow-untyped-defs=False, disallow-untyped-calls=False

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import xlwings as xw

from xl_appraisal.book.figure_data import NOT_CURRENT, data_parts
from xl_appraisal.book.read.percent_doubt import is_doubtful_score
from xl_appraisal.book.read.quarter import Quarter
from xl_appraisal.book.sheets import COLUMNS, LEDGER, RANKING, RULES, SOURCE, STAFF
from xl_appraisal.book.write.outcome_text import fault_told, told
from xl_appraisal.doors.cell_functions.function_arguments import (
    AsGiven,
    block_of,
    cells_of,
    handed,
    numbers,
    plain_value,
)
from xl_appraisal.doors.cell_functions.function_support import (
    answered,
    award_of,
    award_text,
    bare,
    module_id,
    row_of,
    scored,
    window_of,
)
from xl_appraisal.doors.cell_functions.handed_book import book_of
from xl_appraisal.doors.cell_functions.rule_functions import CATEGORY, DATA, quarter_of
from xl_appraisal.doors.cell_functions.standing_support import standing_of
from xl_appraisal.doors.cell_functions.typed_book import row_number
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.exact import plain
from xl_appraisal.model.grid import Grid
from xl_appraisal.scoring import Given, Line, RankedWindow, WindowEvidence
from xl_appraisal.scoring.methods import METHODS, Case
from xl_appraisal.scoring.result import SOURCE_NAMES

_ROW = "窗口在名次表中的行号，或该窗口各项目的单元格（如 $J7:$AX7）"
_HANDED = "由重新计算填写：窗口名称、栏目编号和计分所需的数据"
_TOTALS = "由重新计算填写：全部窗口的总分和计分所需的数据"
_LONGEST = 32_767  # characters a cell holds


@xw.func(category=CATEGORY)
@xw.arg("row", AsGiven, doc=_ROW)
@xw.arg("handed", AsGiven, doc=_HANDED)
@answered
def WINDOW_TOTAL(row, *handed):
    """窗口总分：各模块得分之和。不能计分时说明哪个单元格有问题。"""
    found = window_of(row, handed)
    return None if found is None else _number(scored(found).total)


@xw.func(category=CATEGORY)
@xw.arg("row", AsGiven, doc=_ROW)
@xw.arg("module", AsGiven, doc="模块名称，如“业务规范”")
@xw.arg("handed", AsGiven, doc=_HANDED)
@answered
def MODULE_SCORE(row, module, *handed):
    """窗口一个模块的得分。"""
    found = window_of(row, handed)
    if found is None:
        return None
    wanted = module_id(found, module)
    if wanted is None:
        raise BookError("没有写模块，如“业务规范”")
    return _number(scored(found).modules[wanted])


@xw.func(category=CATEGORY)
@xw.arg("row", AsGiven, doc=_ROW)
@xw.arg("handed", AsGiven, doc=_HANDED)
@answered
def MODULE_SCORES(row, *handed):
    """窗口各模块的得分，横排，一个模块一格。"""
    found = window_of(row, handed)
    if found is None:
        return [[None]]
    score = scored(found)
    modules = found.quarter.book.notice.modules
    return [[_number(score.modules[module.id]) for module in modules]]


@xw.func(category=CATEGORY)
@xw.arg("row", AsGiven, doc=_ROW)
@xw.arg("handed", AsGiven, doc=_TOTALS)
@answered
def WINDOW_RANK(row, *handed):
    """窗口名次：按未取舍的总分排列，同分的处理见“规则”表。"""
    text, ranked = _standing(row, handed)
    return text if ranked is None else _rank(ranked)


@xw.func(category=CATEGORY)
@xw.arg("row", AsGiven, doc=_ROW)
@xw.arg("handed", AsGiven, doc=_TOTALS)
@answered
def RED_FLAG(row, *handed):
    """评选结果：评上的称号（补位的注明）、一票否决，或空白；最后可以写评选的名称。"""
    award, further = award_of(handed)
    text, ranked = _standing(row, further)
    return text if ranked is None else award_text(ranked, award)


@xw.func(category=CATEGORY)
@xw.arg("row", AsGiven, doc=_ROW)
@xw.arg("module", AsGiven, doc="可不填：只说明这个模块，如“奖励分”；其后由重新计算填写")
@answered
def EXPLAIN_SCORE(row, *module):
    """说明得分：每一笔加扣分的来源、分值和所依据的备注，一行一笔。"""
    wanted, *handed = module or (None,)  # VBA has no optional argument before further ones
    found = window_of(row, handed)
    if found is None:
        return None
    wanted = module_id(found, wanted)
    score = scored(found)
    _, ranked = _standing(row, handed)
    outcome = () if ranked is None else ranked.lines
    lines = [line for line in (*score.lines, *outcome) if wanted in (None, line.figure)]
    return "\n".join(_line_text(line) for line in lines)[:_LONGEST]


@xw.func(category=CATEGORY)
@xw.arg("scores", AsGiven, doc="窗口人员本期考核分所在的单元格")
@xw.arg("data", AsGiven, doc=DATA)
@answered
def STAFF_SCORE(scores, data=None):
    """人员考核模块的得分：考核分平均值乘以权重；空白单元格不计人数。"""
    notice = quarter_of(data).book.notice
    given = tuple(Given(value) for value in numbers(scores, "考核分") if value is not None)
    for score in given:
        if is_doubtful_score(score.value, notice.staff_full):
            raise BookError(f"考核分{plain(score.value)}像是百分比，请核对")
    module = notice.staff_module
    if module is None:
        raise BookError("这份通报没有按人员考核分计算的模块")
    balance = METHODS[module.method].balance(Case(notice, module, WindowEvidence("", staff=given)))
    if balance is None:
        raise BookError("没有考核分")
    return _number(balance.score)


@xw.func(category=CATEGORY)
@xw.arg("block", AsGiven, doc="名次表中若干窗口的项目单元格（如 $J$7:$AX$31）")
@xw.arg("handed", AsGiven, doc=_HANDED)
@xw.ret(ndim=2)
@answered
def RANKING_TABLE(block, *handed):
    """整张表一次算出：每个窗口一行，依次为名次、各模块、总分、评选结果。"""
    return _table(block, handed)


@xw.func(category=CATEGORY)
@xw.arg("part", AsGiven, doc="第几段（每段不超过一个单元格能放的字数）")
@xw.arg("parts", AsGiven, doc="共留了几段")
@xw.arg("header", AsGiven, doc="名次表的编号行和表头各行")
@xw.arg("names", AsGiven, doc="名次表的窗口名称")
@xw.arg("staff", AsGiven, doc="人员考核")
@xw.arg("ledger", AsGiven, doc="加扣分明细")
@xw.arg("rules", AsGiven, doc="规则")
@xw.arg("columns", AsGiven, doc="栏目")
@xw.arg("source", AsGiven, doc="通报数据的前两列")
@answered
def FIGURE_DATA(part, parts, header, names, staff, ledger, rules, columns, source):
    """计分所需的数据：表头、窗口、明细、人员、规则合成的文字，由程序填写，交给其他函数。"""
    top = block_of(header)
    listed = {STAFF: staff, LEDGER: ledger, RULES: rules, COLUMNS: columns, SOURCE: source}
    head = top.grid(RANKING, top.area)
    cells = {**head.cells, **block_of(names).cells}
    grids = [Grid(RANKING, cells, head.merges)]
    for name, argument in listed.items():
        block = block_of(argument)
        grids.append(block.grid(name, block.area if name in (STAFF, LEDGER) else None))
    number, kept = (row_number(plain_value(given)) for given in (part, parts))
    return data_parts(grids, kept)[number - 1]


def _number(value: Decimal | int | None) -> float | None:
    return None if value is None else float(value)


def _rank(window: RankedWindow) -> float | str | None:
    """The rank, or what the notice shows in its place."""
    return _number(window.rank) if window.takes_part else window.unranked or None


def _line_text(line: Line) -> str:
    points = "" if line.points is None else f" {plain(line.points)}分"
    text = f"：{line.text}" if line.text else ""
    return f"{line.item}{points}（备注{line.remark}，{SOURCE_NAMES[line.source]}）{text}"


def _standing(row: object, handed: Sequence[object]) -> tuple[str | None, RankedWindow | None]:
    """A window among all: what its cell says where it has no total, else its outcome."""
    if cells_of(row) is not None:
        return standing_of(row, handed)
    typed, number = bare(row)
    window = typed.window(number, among_all=True)
    if window.total is None:
        return told(fault_told(window.score, typed.quarter.rules.findings)), None
    return None, window


def _table(block: object, further: Sequence[object]) -> list[list[float | str | None]]:
    cells = cells_of(block)
    if cells is None:
        raise BookError(f"请选取“{RANKING}”中窗口的单元格")
    given = handed(further)
    book = book_of(given.data)
    rows = [row_of(cells, given, offset) for offset in range(cells.shape[0])]
    if len([row for row in rows if row.name.value is not None]) < len(book.quarter.windows):
        raise BookError(f"{NOT_CURRENT}，没有选取全部窗口")
    return [_table_line(book.quarter, window) for window in book.ranked(rows)]


def _table_line(quarter: Quarter, window: RankedWindow | None) -> list[float | str | None]:
    """A window's figures; blanks where no window is, the fault for a total that there is not."""
    modules = quarter.book.notice.modules
    if window is None:
        return [None] * (len(modules) + 2 + (len(quarter.book.notice.window_awards) or 1))
    scores = window.score.modules
    total = _number(window.total)
    return [
        _rank(window),
        *(_number(scores.get(module.id)) for module in modules),
        told(fault_told(window.score, quarter.rules.findings)) if total is None else total,
        *([one.text for one in window.awards.values()] or [window.flag_text]),
    ]
