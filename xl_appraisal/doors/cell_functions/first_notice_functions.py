"""Four functions named after the first notice's remarks, which its workbooks call: they stay.

Any rule of any notice: ``RULE_POINTS`` in :mod:`rule_functions`.
"""

# As in :mod:`cell_functions`.
# mypy: disallow-untyped-defs=False, disallow-untyped-calls=False

from __future__ import annotations

import xlwings as xw

from xl_appraisal.doors.cell_functions.function_arguments import AsGiven
from xl_appraisal.doors.cell_functions.function_support import answered
from xl_appraisal.doors.cell_functions.rule_functions import CATEGORY, DATA, rule_points


@xw.func(category=CATEGORY)
@xw.arg("immediate", AsGiven, doc="窗口人均即办件（件）")
@xw.arg("promised", AsGiven, doc="窗口人均承诺件（件）")
@xw.arg("platform_share", AsGiven, doc="可不填：录入一体化平台的办件占比，如 70%")
@xw.arg("data", AsGiven, doc=DATA)
@answered
def CASE_VOLUME_BONUS(immediate, promised, platform_share=None, data=None):
    """办件量加分：即办件、承诺件按区间加分，平台占比达到的每个区间再加（备注4）。"""
    measures = {"immediate": immediate, "promised": promised, "platform_share": platform_share}
    return rule_points("case_volume", measures, data)


@xw.func(category=CATEGORY)
@xw.arg("lead", AsGiven, doc="牵头的“一件事”事项数")
@xw.arg("support", AsGiven, doc="配合的“一件事”事项数")
@xw.arg("data", AsGiven, doc=DATA)
@answered
def PACKAGE_BONUS(lead, support, data=None):
    """一件事加分：牵头、配合分别计分，有上限（备注5）。"""
    return rule_points("package_services", {"lead": lead, "support": support}, data)


@xw.func(category=CATEGORY)
@xw.arg("times", AsGiven, doc="季度参加帮代办、服务前移等活动的次数")
@xw.arg("data", AsGiven, doc=DATA)
@answered
def ASSIST_BONUS(times, data=None):
    """帮代办加分：按季度次数所在区间（备注6）。"""
    return rule_points("assisted_handling", {"times": times}, data)


@xw.func(category=CATEGORY)
@xw.arg("plan_missing", AsGiven, doc="年度工作方案未提交：次数")
@xw.arg("schedule_missing", AsGiven, doc="活动安排表未提交：次数")
@xw.arg("walk_missing", AsGiven, doc="季度走流程未完成：次数")
@xw.arg("report_missing", AsGiven, doc="季度成效报告未提交：次数")
@xw.arg("extra_walks", AsGiven, doc="多走流程的次数")
@xw.arg("data", AsGiven, doc=DATA)
@answered
def WALKTHROUGH_POINTS(
    plan_missing, schedule_missing, walk_missing, report_missing, extra_walks, data=None
):
    """局长走流程：加分（封顶）减去扣分的净值（备注3）。计入模块时加分、扣分分别计。"""
    measures = {
        "plan_missing": plan_missing,
        "schedule_missing": schedule_missing,
        "walk_missing": walk_missing,
        "report_missing": report_missing,
        "extra_walks": extra_walks,
    }
    return rule_points("walkthrough", measures, data)
