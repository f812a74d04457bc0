"""Programs that open workbooks open ours, and see in it what we put there."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import openpyxl

from tests.vba.books import ANNEX, TABLE
from tests.vba.readers import parts, vba_sources
from xl_appraisal.model.commands import ON_SHEET
from xl_appraisal.tools.vba.generated_sources import TEXTS


def test_openpyxl_opens_it_and_keeps_the_project(workbook: bytes) -> None:
    """Sheets, figure and code names as they were put in."""
    book = openpyxl.load_workbook(io.BytesIO(workbook), keep_vba=True)
    assert book.sheetnames == [TABLE, ANNEX]
    assert book[TABLE]["A1"].value == 94.5
    assert book[TABLE].sheet_properties.codeName == "Table"
    assert book.vba_archive.read("xl/vbaProject.bin") == parts(workbook)["xl/vbaProject.bin"]
    book.vba_archive.close()
    book.close()


def test_libreoffice_opens_it_with_every_module(
    libreoffice: Mapping[str, Any], workbook: bytes, standalone: bytes
) -> None:
    """LibreOffice's own importer finds the same modules as olevba, and the same code."""
    for name, package in (("addin.xlsm", workbook), ("standalone.xlsm", standalone)):
        seen = libreoffice[name]["modules"]
        sources = vba_sources(parts(package)["xl/vbaProject.bin"])
        assert set(seen) == set(sources)
        for module, source in sources.items():
            code = "\n".join(x for x in source.splitlines() if not x.startswith("Attribute "))
            assert code.strip() in seen[module].replace("\r\n", "\n")


def test_libreoffice_sees_code_names_figure_and_buttons(libreoffice: Mapping[str, Any]) -> None:
    """Each button leads to its procedure in the module Macros: the names resolve."""
    seen = libreoffice["addin.xlsm"]
    assert seen["workbook"] == "ThisWorkbook"
    assert seen["sheets"] == {TABLE: "Table", ANNEX: "Sheet2"}
    assert seen["A1"] == 94.5
    assert {label: events[0].partition("?")[0] for label, events in seen["buttons"]} == {
        c.label: f"vnd.sun.star.script:VBAProject.Macros.{c.procedure}" for c in ON_SHEET
    }


def test_the_texts_are_chinese_when_basic_runs_them(libreoffice: Mapping[str, Any]) -> None:
    """LibreOffice's Basic turns the code numbers back into what stands in callbacks.py.

    It compiles all modules of a project before it runs one of them, so that this also says that
    every module of ours is Basic without a mistake in its syntax.
    """
    texts = libreoffice["addin.xlsm"]["texts"]
    for name, text in TEXTS.items():
        assert texts[name].replace("\r\n", "\n") == text
    assert texts["RecalculateLabel"] == "重新计算"
    assert texts["RunPythonName"] == "xlwings.xlam!RunPython"


def test_a_missing_add_in_is_told_apart_from_one_that_is_there(
    libreoffice: Mapping[str, Any], workbook: bytes
) -> None:
    """By looking for it, not by 1004, the number of most of Excel's errors."""
    seen = libreoffice["addin.xlsm"]
    assert seen["texts"]["HowToMend"] == seen["texts"]["WhatToDo"]
    assert seen["beside the add-in"] == TEXTS["LoadedWhatToDo"]
    bridge = vba_sources(parts(workbook)["xl/vbaProject.bin"])["AddinBridge"]
    assert "If Not AddinLoaded() Then description = AddinMissing()" in bridge
    assert not [x for x in bridge.splitlines() if "1004" in x and not x.startswith("'")]
