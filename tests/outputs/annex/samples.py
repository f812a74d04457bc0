"""A quarter with every odd window in it, and annexes as other libraries read them."""

from __future__ import annotations

import io
from functools import cache
from typing import Any

import docx

from tests.outputs.quarters import LONG
from tests.workbook.books import Book
from xl_appraisal.outputs.annex import annex_file
from xl_appraisal.work.desk import Appraised

ORIGIN = "出处：工作簿“2023Q1.xlsx”"
NOTHING = "没有任何项目"

SIXTY = Book(
    {
        LONG: {"item_18": 3},
        NOTHING: {},
        "并列一": {"item_18": 2.5},
        "并列二": {"item_18": 2.5},
        "一票否决": {"item_18": 4, "veto_43": "√", "item_45": 1, "leadership_deduction": 0.5},
        "看不懂": {"item_18": "三分", "item_49": "另行说明"},
        **{f"第{number}窗口": {"item_38": number / 10} for number in range(7, 61)},
    }
)
"""Sixty windows: a name of over forty characters, a tie, a veto, one without a score."""


@cache
def sixty() -> Appraised:
    done = SIXTY.appraised()
    assert len(done.appraisal.windows) == 60
    return done


def made(done: Appraised, kind: Any = "docx", **options: Any) -> bytes:
    return annex_file(done.quarter, done.appraisal, kind, **options)


def word(done: Appraised, **options: Any) -> Any:
    """The Word document as python-docx reads it."""
    return docx.Document(io.BytesIO(made(done, **options)))


def rows(table: Any) -> list[list[str]]:
    """A table's texts cell by cell; a merged cell counts once, and blank where it goes on."""
    return [
        [docx.table._Cell(cell, table).text for cell in row.tc_lst] for row in table._tbl.tr_lst
    ]
