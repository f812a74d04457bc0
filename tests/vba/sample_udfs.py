"""A few worksheet functions as a UDF module holds them, to try the machinery on."""

from __future__ import annotations

import xlwings as xw


@xw.func(category="绩效考核")
@xw.arg("row", ndim=2, err_to_str=True, doc="窗口的各项数据所在的区域")
def WINDOW_TOTAL(row):
    """窗口的总分：基础分加上各项加分，减去各项扣分。"""
    cells = [cell for line in row for cell in line if cell is not None]
    bad = [cell for cell in cells if isinstance(cell, str)]
    return f"无法计算：{bad[0]}" if bad else float(sum(cells))


@xw.func(category="绩效考核")
@xw.arg("immediate", doc="即办件数量")
@xw.arg("share", doc="平台占比，可以不填")
def CASE_BONUS(immediate, share=0.5):
    """办件量加分。"""
    return None if immediate is None else immediate * share


@xw.func(category="绩效考核")
@xw.arg("block", ndim=2, doc="整张表的数据区")
@xw.ret(ndim=2)
def RANKING_TABLE(block):
    """整张表一次算出：每个窗口一行。"""
    return [[sum(cell or 0 for cell in line), None] for line in block]
