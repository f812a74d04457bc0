"""Why a line of 加扣分明细 or of 人员考核 does not count, for staff."""

from __future__ import annotations

FIRST_SLOT = 100
"""Codes below are reasons."""
FINER = (6, 14)
"""The reasons of lines whose count the core may take all the same."""
UNSET = 17
LOST = 99
"""The reason of a line whose window is not on 名次表."""
REASONS = {
    1: "状态只能留空或写“作废”",
    2: "项目名称可能指几个项目，请写明其中一个",
    3: "没有这个模块",
    4: "项目认不出",
    5: "分值认不出：应为不小于0的数字，加分扣分都填正数",
    6: "数量认不出：应为不小于0的数字，比例应在0到1之间",
    7: "没有写栏目中的项目，也没有写加扣分的模块",
    8: "没有分值",
    9: "没有写扣哪个模块",
    10: "项目不属于所写的模块",
    11: "没有数量",
    12: "这是计数项目：只填数量，不填分值",
    13: "此项目不是加扣分项目",
    14: "数量在0到1之间，像是百分比，请核对",
    15: "考核分认不出：应为不小于0的数字，最多4位小数",
    16: "考核分不大于1，像是百分比（95%应填95），请核对",
    UNSET: "分值不在通报规定的范围内，或数量的小数超过三位",
    LOST: "窗口不在名次表中，这一行没有计入",
}
"""By the code that stands in the helper cell."""
