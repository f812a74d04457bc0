"""What the function wizard shows, and that the names are the same wherever they stand."""

from __future__ import annotations

import inspect
import re

from xl_appraisal import udfs as door
from xl_appraisal.book.own_formulas import NAMES, calls_function, is_ours
from xl_appraisal.tools.vba.udf_engine import import_functions


def imported():
    return import_functions("xl_appraisal.udfs")


def test_the_list_of_names_is_the_module_s_own() -> None:
    """What makes a formula ours is what the module defines, and what xlwings imports."""
    assert list(NAMES) == sorted(door.__all__)
    assert [function.name for function in imported().help] == list(NAMES)


def test_help_is_chinese_short_and_in_one_category() -> None:
    """Excel cuts at 255 characters; every function and every argument has its text."""
    for function in imported().help:
        assert function.category == "绩效考核"
        for text in (function.description, *function.arguments):
            assert 0 < len(text) <= 255
            assert re.search("[一-鿿]", text)
        wanted = inspect.signature(getattr(door, function.name)).parameters
        assert len(function.arguments) == len(wanted)


def test_argument_names_are_ascii_and_no_hint_converts_a_cell() -> None:
    """Xlwings reads type hints as conversions to make; there are none."""
    for name in NAMES:
        function = inspect.unwrap(getattr(door, name))
        assert all(argument.isascii() for argument in inspect.signature(function).parameters)
        assert not getattr(function, "__annotations__", {})


def test_a_formula_that_calls_a_function_is_ours_in_any_form() -> None:
    """Prefixes of programs that do not know it, lower case, spaces, another workbook's name."""
    for formula in (
        "WINDOW_TOTAL(J7:AX7)",
        "_xll.WINDOW_TOTAL(J7)",
        "xl_appraisal.window_total(7)",
        "'2023Q1.xlsm'!Red_Flag(7)",
        'IF(B7="","",MODULE_SCORE (J7:AX7,"奖励分"))',
        "_xludf.STAFF_SCORE(A1:A3)+0",
    ):
        assert calls_function(formula)
        assert is_ours(formula)


def test_other_formulas_are_not() -> None:
    """A name within a longer one, in a text, or without its brackets."""
    for formula in (
        None,
        "SUM(A1)",
        "MY_WINDOW_TOTAL(1)",
        '"WINDOW_TOTAL("&A1',
        "WINDOW_TOTALS(1)",
    ):
        assert not calls_function(formula)
