"""The year as a new workbook: the summary, every quarter, module averages, and what to know."""

from __future__ import annotations

from pathlib import Path

from xl_appraisal.model.quarter_name import quarter_name
from xl_appraisal.outputs.tables import Table, write_tables
from xl_appraisal.outputs.year import year_text as text
from xl_appraisal.work.year.year_model import Year

SUMMARY, QUARTERS, MODULES, NOTES = "年度汇总", "各季度", "模块平均", "说明"


def write_year(path: Path, year: Year) -> None:
    """Write it to a new .xlsx, whole or not at all.

    Raises ``BookError`` where it is there already or cannot be written.
    """
    write_tables(path, tables(year))


def tables(year: Year) -> list[Table]:
    """The sheets in order; windows that were not scored in every given quarter stand out."""
    span = title(year)
    short = frozenset(n for n, w in enumerate(year.windows) if w.place is None)
    head, quarters, modules = text.header(year), text.quarter_header(year), text.module_header(year)
    words = {"窗口", "首末升降", "红旗季度", "一票否决"}
    moves = {name for name in quarters if name.endswith(("升降", "红旗"))}
    return [
        Table(
            SUMMARY,
            f"{span}窗口绩效考核年度汇总",
            f"{summary(year)}{text.ROUNDING}。浅黄色的窗口没有在给出的每个季度都得分，不排位次。",
            head,
            [text.row(window, year) for window in year.windows],
            _figures(head, words),
            short,
            _averages(head),
        ),
        Table(
            QUARTERS,
            f"{span}各季度总分和名次",
            "升降与给出的前一个季度比；“未计分”是有错误没有得分，“不在”是当季名次表里没有这个窗口。",
            quarters,
            [text.quarter_row(window, year) for window in year.windows],
            _figures(quarters, {"窗口"} | moves),
            short,
        ),
        Table(
            MODULES,
            f"{span}各模块平均分",
            f"按有得分的季度平均。{text.ROUNDING}。",
            modules,
            [text.module_row(window, year) for window in year.windows],
            _figures(modules, {"窗口"}),
            short,
            dict.fromkeys(range(1, len(modules) - 1), text.PLACES),
        ),
        Table(
            NOTES,
            f"{span}窗口绩效考核汇总说明",
            "数据按各工作簿现在填写的内容重新计算，各工作簿没有改动。",
            ("事项", "内容"),
            [
                *(("工作簿", f"{quarter_name(g.quarter)}：{g.source}") for g in year.given),
                *(("注意", note) for note in year.notes),
            ],
        ),
    ]


def title(year: Year) -> str:
    """``2023年``, or from which quarter to which."""
    first, last = year.quarters[0], year.quarters[-1]
    if first[:4] == last[:4]:
        return f"{first[:4]}年"
    return f"{quarter_name(first)}至{quarter_name(last)}"


def summary(year: Year) -> str:
    """How many quarters and windows, and whose average is the highest."""
    best = [window.window for window in year.windows if window.place == 1]
    top = f"，平均总分最高的是{'、'.join(best)}" if best else ""
    missing = len(year.quarters) - len(year.given)
    gone = f"（缺{missing}个）" if missing else ""
    return f"{len(year.given)}个季度{gone}，{len(year.windows)}个窗口{top}。"


def _figures(header: tuple[str, ...], words: set[str]) -> frozenset[int]:
    return frozenset(n for n, name in enumerate(header) if name not in words)


def _averages(header: tuple[str, ...]) -> dict[int, int]:
    return {n: text.PLACES for n, name in enumerate(header) if name.startswith("平均")}
