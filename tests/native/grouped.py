"""A notice with groups, reasons not to take part and several awards; its windows worked by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl

from tests.made_notice import made, module, rule
from tests.rules.test_awards import award, book_of
from tests.scheme_books import add_line, columns
from xl_appraisal.book.new import Room, build_workbook
from xl_appraisal.book.new.plain.helper_block import NATIVE_CHECK
from xl_appraisal.book.sheets import LEDGER, LEDGER_TABLE, RANKING, STAFF, STAFF_TABLE

NOTICE = made(
    module("service", "deduct", 100),
    rule(
        "conduct", "tally", "service",
        'measures = [{ id = "late", name = "迟到", unit = "人次", points = 1 }]',
    ),
    '[[remark.group]]\nname = "A组"\n[[remark.group]]\nname = "B组"',
    award("flag", "红旗窗口", 'share = "30%"'),
    award("model", "服务先进窗口", 'number = 2\nsmallest = 90\ngroup = "all"'),
    award("star", "新星窗口", 'number = 1\ngroup = "B组"'),
    award("worker", "服务标兵", 'of = "people"\nshare = "20%"\nsmallest = 95\nper_window = 1'),
    award("best", "能手", 'of = "people"\nnumber = 1\ngroup = "each"'),
    '[[remark.exclusion]]\nid = "fresh"\nname = "不参评"\ntyped = "text"',
    '[[remark.exclusion]]\nid = "small"\nname = "小窗口"\nranked = true\ncounted = true\n'
    'awards = ["model"]\nshown = "不评"',
    '[[remark.grade]]\nname = "优秀"\nfrom = 95\n[[remark.grade]]\nname = "合格"\nfrom = 60',
    '[[remark.situation]]\nnumber = 1\ntext = "弄虚作假"',
)  # fmt: skip
WINDOWS: dict[str, dict[str, Any]] = {
    "甲": {"group": "A组", "late": 1, "veto": "√"},
    "乙": {"group": "A 组", "late": 3, "small": "√"},
    "丙": {"group": "Ａ组", "late": 3},
    "丁": {"group": "a组", "late": 10},
    "戊": {"group": "A组", "fresh": "新进驻"},
    "己": {"group": "B组", "late": 2},
    "庚": {"group": "ｂ组", "late": 2, "small": "×"},
    "辛": {"group": "B组", "late": 5},
    "壬": {"group": "B组", "late": 30},
    "癸": {"group": "C组"},
    "子": {"group": "B组", "late": 1, "fresh": "否"},
}
PEOPLE = (
    ("甲", "张一", 97),
    ("甲", "张二", 96.5),
    ("己", "李一", 98),
    ("戊", "王一", 99),
    ("壬", None, 90),
    ("癸", "孙一", 99),
)
SHOWN = ("rank", "total", "red_flag", "award_model", "award_star", "grade")
BY_HAND = {
    "甲": ("1", "99", "一票否决", "一票否决", "", "优秀"),
    "乙": ("2", "97", "红旗（补位）", "不评", "", "优秀"),
    "丙": ("2", "97", "红旗（补位）", "", "", "优秀"),
    "丁": ("4", "90", "", "", "", "合格"),
    "戊": ("不参评", "100", "不参评", "不参评", "", ""),
    "己": ("1", "98", "红旗", "服务先进", "新星", "优秀"),
    "庚": ("1", "98", "红旗", "服务先进", "新星", "优秀"),
    "辛": ("3", "95", "", "", "", "优秀"),
    "壬": ("4", "70", "", "", "", "合格"),
    "癸": ("", "", "", "", "", ""),
    "子": ("不参评", "", "不参评", "不参评", "不参评", ""),
}
"""A组: 30% of 甲乙丙丁 is 1.2, one place: 甲 is vetoed, 乙 and 丙 are equal behind it and move up.

B组: 30% of 己庚辛壬 is 1.2, one place for two that are equal, as are the two of 服务先进 (乙 is
kept from it) and the one of 新星, which no window of A组 has any part in.  癸's group is none;
whether 子 takes part nobody can tell.
"""
ELECTED = {
    "服务标兵": ["名额1个（6人按比例），评上2个", "王一（戊，99分）", "孙一（癸，99分）"],
    "A组能手": ["名额1个（通报定数），评上1个", "王一（戊，99分）"],
    "B组能手": ["名额1个（通报定数），评上1个", "李一（己，98分）"],
}
"""20% of six people is 1.2, one place; 张一, 李一, 王一 and 孙一 are the best of their windows.

None of these is below 95, and two are equal at the top: that 戊 takes no part is about windows; 癸,
without a group, is in no election of one.
"""


def grouped_book(folder: Path) -> Path:
    """The workbook of plain formulas with those windows typed in."""
    book, path = book_of(NOTICE), folder / "分组.xlsx"
    room = Room(windows=1, ledger=3, staff=len(PEOPLE) + 1)
    build_workbook(path, book, list(WINDOWS), quarter="2023Q1", native=room)
    workbook = openpyxl.load_workbook(path)
    sheet, at = workbook[RANKING], columns(workbook[RANKING])
    for row, marks in enumerate(WINDOWS.values(), first_row()):
        for mark, value in marks.items():
            sheet.cell(row, at["conduct_late" if mark == "late" else mark]).value = value
    add_line(workbook[LEDGER], LEDGER_TABLE, {"window": "丁", "item": "迟到", "count": 0})
    for window, name, score in PEOPLE:
        fields = {"window": window, "name": name, "score": score}
        add_line(workbook[STAFF], STAFF_TABLE, fields)
    workbook.save(path)
    return path


def first_row() -> int:
    return 4 + book_of(NOTICE).layout.depth


def notes(path: Path) -> dict[str, str]:
    """What 自动核对 says of each window, and in its line above them under an empty name."""
    sheet = openpyxl.load_workbook(path, data_only=True)[NATIVE_CHECK]
    rows = sheet.iter_rows(min_row=6, max_row=5 + len(WINDOWS), values_only=True)
    return {str(row[1]): str(row[5] or "") for row in rows} | {"": str(sheet.cell(3, 1).value)}
