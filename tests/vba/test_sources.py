"""Which sources make a workbook, and what happens when something is not installed."""

from __future__ import annotations

import runpy
import shutil
import sys
from pathlib import Path

import pytest

from xl_appraisal.book.new.macros import sources
from xl_appraisal.book.new.macros.sources import Bridge, VbaError
from xl_appraisal.tools.vba import generated_sources
from xl_appraisal.tools.vba.generated_sources import functions_and_help

COMMON = {"ThisWorkbook", "Macros", "Runner", "Texts", "FunctionHelp", "Handing"}


def names(**options: Bridge) -> set[str]:
    found = {module.name for module in sources.project_modules(**options)}
    return found - {"xlwings_udfs"}  # there as soon as the Python functions are


def test_a_workbook_has_the_bridge_for_its_way_to_xlwings() -> None:
    """By file name, by reference, or embedded: one bridge and the same other modules."""
    assert names() == COMMON | {"AddinBridge"}
    assert names(bridge="reference") == COMMON | {"ReferenceBridge"}
    assert names(bridge="standalone") == COMMON | {"StandaloneBridge"}


def test_all_bridges_offer_the_same_two_functions() -> None:
    """Runner calls them whichever bridge is there; only the add-in's has XLPy besides."""
    for options in ({}, {"bridge": "reference"}, {"bridge": "standalone"}):
        (bridge,) = (m for m in sources.project_modules(**options) if m.name.endswith("Bridge"))
        for function in ("RunPythonName", "HowToMend"):
            assert f"Public Function {function}() As String\r\n" in bridge.source


def test_python_functions_bring_wrappers_and_help(monkeypatch, tmp_path: Path) -> None:
    """Functions.bas and FunctionHelp.bas follow from the module of worksheet functions."""
    monkeypatch.setattr(generated_sources, "UDF_MODULE", "tests.vba.sample_udfs")
    generated_sources.write_generated(tmp_path)
    wrappers = (tmp_path / "Functions.bas").read_bytes().decode("ascii")
    assert wrappers == functions_and_help("tests.vba.sample_udfs")[0].source
    assert "Describe_WINDOW_TOTAL" in (tmp_path / "FunctionHelp.bas").read_text("ascii")
    monkeypatch.setattr(sources, "SOURCE_FOLDER", tmp_path)
    for name in ("Runner.bas", "Handing.bas", "AddinBridge.bas", "ThisWorkbook.cls"):
        (tmp_path / name).write_text(f'Attribute VB_Name = "{name[:-4]}"\n')
    assert "xlwings_udfs" in {module.name for module in sources.project_modules()}


def test_an_incomplete_installation_is_told_by_name(monkeypatch, tmp_path: Path) -> None:
    """The missing file and what to do, instead of an empty module."""
    monkeypatch.setattr(sources, "SOURCE_FOLDER", tmp_path)
    with pytest.raises(VbaError, match=r"ThisWorkbook\.cls.*重新安装"):
        sources.project_modules()


def test_the_command_line_names_what_it_changed(capsys, monkeypatch, tmp_path: Path) -> None:
    """Each file that it wrote, the template too, and nothing when all are up to date."""
    folder = tmp_path / "src"
    shutil.copytree(str(sources.SOURCE_FOLDER), folder)
    (folder / "Macros.bas").write_bytes(b"stale")
    monkeypatch.setattr(generated_sources, "SOURCE_FOLDER", folder)
    monkeypatch.setattr(sources, "SOURCE_FOLDER", folder)
    monkeypatch.setattr(sys, "argv", ["xl_appraisal.tools.vba", str(tmp_path / "template.xlsm")])
    runpy.run_module("xl_appraisal.tools.vba", run_name="__main__")
    written = capsys.readouterr().out.split()
    assert written == ["Macros.bas", "template.xlsm"]
    runpy.run_module("xl_appraisal.tools.vba", run_name="__main__")
    assert capsys.readouterr().out == ""


def test_a_standalone_workbook_needs_a_complete_xlwings(monkeypatch) -> None:
    """No xlwings, and one whose module is of another version than the package."""
    monkeypatch.setattr(sources, "version", lambda name: "0.0.1")
    with pytest.raises(VbaError, match="版本"):
        sources.embedded_xlwings()
    monkeypatch.setattr(sources, "find_spec", lambda name: None)
    with pytest.raises(VbaError, match="没有安装 xlwings"):
        sources.embedded_xlwings()


def test_an_xlwings_without_its_vba_module_is_refused(monkeypatch, tmp_path: Path) -> None:
    """Some repackaged installations leave the file out."""

    class Elsewhere:
        origin = str(tmp_path / "__init__.py")

    monkeypatch.setattr(sources, "find_spec", lambda name: Elsewhere)
    with pytest.raises(VbaError, match=r"xlwings\.bas"):
        sources.embedded_xlwings()
