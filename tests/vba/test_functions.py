"""Worksheet functions through xlwings' real machinery, on a machine without Windows."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

import pytest
import xlwings

from tests.excel.function_calls import MISSING, ComRange, FunctionCalls, function_calls
from tests.vba.readers import vba_sources
from xl_appraisal.book.new.macros.project import build_vba_project
from xl_appraisal.book.new.macros.sources import VbaError
from xl_appraisal.tools.vba.generated_sources import functions_and_help

SAMPLE = "tests.vba.sample_udfs"
NOT_AVAILABLE = -2146826246  # #N/A as COM delivers it


@pytest.fixture
def engine() -> Iterator[FunctionCalls]:
    with function_calls(SAMPLE) as running:
        yield running


def wrappers_of(module_name: str) -> str:
    """The VBA source of the wrappers of a module's functions."""
    return functions_and_help(module_name)[0].source


def decoded(source: str) -> str:
    """The VBA source with every FromCodes("…") replaced by the text it stands for."""

    def text(match: re.Match[str]) -> str:
        return bytes.fromhex(match[1]).decode("utf-16-be")

    return re.sub(r'FromCodes\("([0-9A-F]*)"\)', text, source)


def test_the_wrappers_are_those_of_xlwings_import_functions() -> None:
    """Name of the module, signature, call and error handler as xlwings writes them."""
    source = wrappers_of(SAMPLE)
    lines = source.split("\r\n")
    assert lines[0] == 'Attribute VB_Name = "xlwings_udfs"'
    assert [line for line in lines if line.startswith("Function ")] == [
        "Function CASE_BONUS(immediate, Optional share)",
        "Function RANKING_TABLE(block)",
        "Function WINDOW_TOTAL(row)",
    ]
    given = f'"{SAMPLE}", "WINDOW_TOTAL", HandedOver(Array(row)), ThisWorkbook, Application.Caller'
    assert f"        WINDOW_TOTAL = XLPy.CallUDF({given})" in lines
    assert "    WINDOW_TOTAL = Err.Description" in lines


def test_generating_twice_gives_the_same_text() -> None:
    """Functions come in the order of their names, not of the source or of a set."""
    assert wrappers_of(SAMPLE) == wrappers_of(SAMPLE)


def test_wrappers_are_read_back_from_a_project_unchanged() -> None:
    """What xlwings wrote is what the workbook holds."""
    wrappers, texts = functions_and_help(SAMPLE)
    found = vba_sources(build_vba_project([wrappers, texts], ["Table"]))
    assert found["xlwings_udfs"] == wrappers_of(SAMPLE)


def test_the_wizard_gets_the_chinese_help_of_function_and_arguments() -> None:
    """Docstring, category and argument texts, in the order of the arguments."""
    source = decoded(functions_and_help(SAMPLE)[1].source)
    assert "summary = 窗口的总分：基础分加上各项加分，减去各项扣分。" in source
    assert "group = 绩效考核" in source
    assert "argument1 = 即办件数量\r\n    argument2 = 平台占比，可以不填" in source
    assert 'Macro:=InThisBook("CASE_BONUS")' in source
    assert "ArgumentDescriptions:=Array(argument1, argument2)" in source
    assert source.count("    Describe_") == 3


def test_help_names_its_workbook_so_that_it_reaches_its_function() -> None:
    """As xlwings' own ``import_udfs`` does: a bare name is sought in the workbook in front."""
    source = functions_and_help(SAMPLE)[1].source
    quoted = """"'" & Replace(ThisWorkbook.Name, "'", "''") & "'!" & functionName"""
    assert f"    InThisBook = {quoted}\r\n" in source
    assert source.count("MacroOptions Macro:=InThisBook(") == source.count("MacroOptions") == 3


def test_registering_help_does_not_make_the_workbook_ask_to_be_saved() -> None:
    """Saved is put back, and no error of the registration stops the opening."""
    source = functions_and_help(SAMPLE)[1].source
    assert "wasSaved = ThisWorkbook.Saved\r\n" in source
    assert "On Error Resume Next\r\n    Describe_CASE_BONUS" in source
    assert "    ThisWorkbook.Saved = wasSaved\r\nEnd Sub" in source


@pytest.mark.parametrize(
    ("argument", "shown"),
    [
        (3.0, 3.0),
        (None, 0.0),
        (ComRange([[1.0, 2.0], [None, 3.5]]), 6.5),
        (ComRange([[1.0]]), 1.0),
        (ComRange([[1.0, NOT_AVAILABLE]]), "无法计算：#N/A"),
    ],
)
def test_a_function_of_cells_gets_rows_through_the_real_converters(
    engine: FunctionCalls, argument: object, shown: object
) -> None:
    """A number, a blank, a block, one cell, and a cell with an error value."""
    assert engine.call("WINDOW_TOTAL", argument) == [[shown]]


def test_an_argument_left_out_takes_its_default(engine: FunctionCalls) -> None:
    """Excel passes a marker for it; None, by contrast, is a blank cell."""
    assert engine.call("CASE_BONUS", 4.0, MISSING) == [[2.0]]
    assert engine.call("CASE_BONUS", 4.0, 0.25) == [[1.0]]
    assert engine.call("CASE_BONUS", None, MISSING) == [[""]]


def test_a_table_comes_back_as_rows_with_blanks_for_none(engine: FunctionCalls) -> None:
    """One call for a whole block, and one row of results for each of its rows."""
    block = ComRange([[1.0, 2.0], [None, 4.0]])
    assert engine.call("RANKING_TABLE", block) == [[3.0, ""], [4.0, ""]]


def test_a_module_without_functions_or_help_is_refused(tmp_path, monkeypatch) -> None:
    """An empty module, and a function whose help would be the path of its file."""
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "udfs_empty.py").write_text("import xlwings\n")
    bare = "import xlwings as xw\n@xw.func\ndef BARE(x):\n    return x\n"
    (tmp_path / "udfs_bare.py").write_text(bare)
    with pytest.raises(VbaError, match="udfs_empty"):
        wrappers_of("udfs_empty")
    with pytest.raises(VbaError, match="BARE"):
        wrappers_of("udfs_bare")
    with pytest.raises(ImportError):
        wrappers_of("udfs_absent")


def test_afterwards_everything_is_as_it_was() -> None:
    """sys.modules, xlwings' decorators and engines: also after an error inside."""
    from tests.vba import sample_udfs

    wrappers_of(SAMPLE)  # what it needs of the standard library is loaded now
    before = dict(sys.modules)
    names, engines = dict(vars(xlwings)), list(xlwings.engines)
    with pytest.raises(ZeroDivisionError), function_calls(SAMPLE):
        assert "pythoncom" in sys.modules
        assert sys.modules[SAMPLE] is not sample_udfs
        raise ZeroDivisionError
    assert dict(sys.modules) == before
    assert vars(xlwings) == names
    assert list(xlwings.engines) == engines
    assert "excel" not in xlwings.engines.engines_by_name
    assert sys.modules[SAMPLE] is sample_udfs


def test_a_submodule_keeps_its_place_in_its_package(tmp_path, monkeypatch) -> None:
    """The package's attribute still is the module that everybody else holds."""
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "udfs_package").mkdir()
    (tmp_path / "udfs_package" / "__init__.py").write_text("")
    text = 'import xlwings as xw\n@xw.func\ndef ONE():\n    """一。"""\n    return 1\n'
    (tmp_path / "udfs_package" / "inner.py").write_text(text)
    import udfs_package.inner as inner  # type: ignore[import-not-found]

    assert "Function ONE()" in wrappers_of("udfs_package.inner")
    assert sys.modules["udfs_package"].inner is inner
    for name in ("udfs_package", "udfs_package.inner"):
        monkeypatch.delitem(sys.modules, name)
