"""What no VBA project can be built from is refused, and the message names the culprit."""

from __future__ import annotations

import pytest

from tests.vba.books import build
from xl_appraisal.book.new.macros.module import Kind, VbaError, VbaModule, document_module
from xl_appraisal.book.new.macros.project import build_vba_project


def test_a_character_outside_the_code_page_is_refused_and_named() -> None:
    """Nothing turns into a question mark unnoticed: the message names module and line."""
    module = VbaModule("Odd", "Attribute VB_Name = \"Odd\"\n'fine\n'\N{GRINNING FACE}\n")
    with pytest.raises(VbaError, match="模块 Odd 第 3 行"):
        build(module)


@pytest.mark.parametrize(
    ("sheets", "message"),
    [
        (["Table", "Table"], "重复"),
        (["数据"], "模块名"),
        (["Sheet 1"], "模块名"),
        (["A" * 32], "模块名"),
    ],
)
def test_bad_code_names_are_refused(sheets: list[str], message: str) -> None:
    """Twice the same, not ASCII, with a blank, or longer than 31 characters."""
    with pytest.raises(VbaError, match=message):
        build_vba_project([], sheets)


@pytest.mark.parametrize("name", ["table", "MACROS", "VBAProject"])
def test_names_that_differ_in_case_only_are_refused(name: str) -> None:
    """VBA does not tell them apart, nor a module from the project itself."""
    with pytest.raises(VbaError, match="名称重复"):
        build(VbaModule(name, f'Attribute VB_Name = "{name}"\n'))


def test_code_behind_a_sheet_that_does_not_exist_is_refused() -> None:
    """A document module without its document would make Excel repair the file."""
    with pytest.raises(VbaError, match="Gone"):
        build(document_module("Gone", Kind.SHEET))
    with pytest.raises(VbaError, match="Table"):
        build(document_module("Table", Kind.WORKBOOK))


def test_a_module_whose_first_line_names_another_is_refused() -> None:
    """VB_Name in the source and the name in the dir stream must be one."""
    with pytest.raises(VbaError, match="Attribute VB_Name"):
        VbaModule("One", 'Attribute VB_Name = "Two"\n')
    with pytest.raises(VbaError, match="不是工作簿或工作表"):
        document_module("One", Kind.STANDARD)
