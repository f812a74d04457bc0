"""Formulas of Excel's files as they are entered into Calc, and the way back."""

from __future__ import annotations

import importlib

import pytest

from tests.libreoffice.bridge import load_uno
from xl_appraisal.tools.calc_extension.function_list import cell_functions

load_uno()  # what works inside LibreOffice imports it
relink = importlib.import_module("xl_appraisal.doors.calc_extension.relink")

TABLE = "INDEX($'名次表'.$A:$A;{})".format

ENTERED = [  # as read from a file, as entered
    ("=WINDOW_TOTAL(5)", f"=WINDOW_TOTAL({TABLE(5)})"),
    ("=window_total(5)+1", f"=WINDOW_TOTAL({TABLE(5)})+1"),
    ("=_xll.WINDOW_TOTAL(J7:AX7)", "=WINDOW_TOTAL(J7:AX7)"),
    ("=WINDOW_TOTAL(J7:AX7;C7:H7)", "=WINDOW_TOTAL(J7:AX7;COUNTA(C7:H7))"),
    (
        '=MODULE_SCORE($J7:$AX7;"甲;乙(";$加扣分明细.$A$4:$J$503;$规则.$C$4:$C$503)',
        '=MODULE_SCORE($J7:$AX7;"甲;乙(";COUNTA($加扣分明细.$A$4:$J$503);COUNTA($规则.$C$4:$C$503))',
    ),
    ("=WINDOW_RANK(J7:AX7;$'a;b'.A1:A9)", "=WINDOW_RANK(J7:AX7;COUNTA($'a;b'.A1:A9))"),
    ("=WINDOW_TOTAL(J7:AX7;A1)", "=WINDOW_TOTAL(J7:AX7;A1)"),
    ("=STAFF_SCORE(B1:B3)", "=STAFF_SCORE(B1:B3)"),
    ('="WINDOW_TOTAL(5)"&A1', '="WINDOW_TOTAL(5)"&A1'),
    (
        "=IF(WINDOW_TOTAL(ROW()-1;C7:H7)>100;WINDOW_RANK(5;I7:I9);0)",
        f"=IF(WINDOW_TOTAL({TABLE('ROW()-1')};COUNTA(C7:H7))>100;"
        f"WINDOW_RANK({TABLE(5)};COUNTA(I7:I9));0)",
    ),
    ("=WINDOW_TOTAL(1+WINDOW_TOTAL(6))", f"=WINDOW_TOTAL({TABLE(f'1+WINDOW_TOTAL({TABLE(6)})')})"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "entered"), ENTERED)
def test_row_numbers_become_cells_and_followed_cells_are_counted(given: str, entered: str) -> None:
    """Once: what was entered stays as it is when it is entered again."""
    assert relink.entered(given) == entered
    assert relink.entered(entered) == entered


@pytest.mark.parametrize(
    ("entered", "written"),
    [
        ("=WINDOW_TOTAL(J7:AX7;COUNTA(C7:H7))", "=WINDOW_TOTAL(J7:AX7;C7:H7)"),
        ("=STAFF_SCORE(COUNTA(B1:B3))", "=STAFF_SCORE(COUNTA(B1:B3))"),
        ("=COUNTA(A1:A2)", "=COUNTA(A1:A2)"),
    ],
)
def test_carried_back_the_cells_themselves_are_followed(entered: str, written: str) -> None:
    """A count that somebody gave to another function is theirs."""
    assert relink.as_written(entered) == written


def test_only_arguments_that_no_function_reads_are_counted() -> None:
    """Those of ``*follows``, as the functions themselves have them."""
    follows = {
        function.name: len(function.arguments) - 1
        for function in cell_functions()
        if function.arguments and function.arguments[-1].kind == "more"
    }
    assert follows == relink.FOLLOWS
