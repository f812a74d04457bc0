"""Invented quarters in memory with every sort of window in them, and the real one."""

from __future__ import annotations

from functools import cache

from tests.workbook.books import BASE, Book
from xl_appraisal.outputs.page import Page
from xl_appraisal.outputs.slips.slip_maker import Earlier, Slip, SlipMaker
from xl_appraisal.outputs.slips.slip_page import slip_page
from xl_appraisal.work.desk import Appraised

LONG = "综合受理与跨部门联办及帮办代办服务专区第一号窗口（含全市通办异地代收代办自助服务）"
assert len(LONG) > 40
assert BASE == 98.5  # no item at all: 28.5 + 10 + 30 + 15 + 15

NOW = Book(
    {
        # 98.5 + 5 for packages (7 given, remark 5 limits them) + 3 − 0.2 − 0.3
        "甲": {"package_bonus": 7, "item_18": 3},
        # 98.5 + 4.5 (600 and 470 cases: 2 + 1.5, lifted by 0.5 each), and vetoed
        "乙": {
            "immediate_cases": 600,
            "promised_cases": 470,
            "platform_share": 0.7,
            "veto_43": "√",
        },
        "丙": {"item_18": 2},
        "丁": {"item_18": 2},
        "戊": {"item_18": "三分"},
        "己": {},
        LONG: {"item_38": 0.5},
    },
    ledger=[
        {"窗口": "甲", "项目": "重点扣分（第38列）", "分值": 0.2, "日期": "2023-02-03",
         "事由": "桌面物品摆放不齐"},
        {"窗口": "甲", "模块": "评价管理", "项目": "差评未整改", "分值": 0.3,
         "事由": "2月差评逾期未回复"},
        {"窗口": "丙", "项目": "重点加分（第18列）", "分值": 2, "事由": "<&> 特殊\n字符"},
    ],
)  # fmt: skip
THEN = Book(
    {"乙": {}, "甲": {"item_18": 1}, "戊": {}, "己": {"item_18": 4}, "丙": {"item_18": "?"},
     "撤销的窗口": {"item_18": 2}},
    rules={"book.quarter": "2022Q4"},
)  # fmt: skip


@cache
def now() -> Appraised:
    return NOW.appraised()


@cache
def then() -> Appraised:
    return THEN.appraised()


def maker(*, compared: bool = False) -> SlipMaker:
    done, before = now(), then()
    earlier = Earlier(before.quarter, before.appraisal) if compared else None
    return SlipMaker(done.quarter, done.appraisal, earlier)


def slips(*, compared: bool = False) -> dict[str, Slip]:
    return {slip.window.window: slip for slip in maker(compared=compared).slips()}


def page(window: str, *, compared: bool = False) -> Page:
    return slip_page(slips(compared=compared)[window])
