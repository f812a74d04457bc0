"""Workbooks and add-ins to examine, and the lines of a report by their code."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from xl_appraisal.book.new.macros.macro_book import macro_workbook
from xl_appraisal.book.new.macros.project import build_vba_project
from xl_appraisal.book.new.macros.sources import Bridge, VbaModule
from xl_appraisal.setup.install.packages import installed


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[..., Path]:
    """Writes a macro workbook as the installed version makes it."""

    def make(*sheets: str, **options: Bridge) -> Path:
        def fill(book: xlsxwriter.Workbook) -> None:
            for name in sheets or ("名次表",):
                book.add_worksheet(name)

        path = tmp_path / "book.xlsm"
        path.write_bytes(macro_workbook(fill, **options))
        return path

    return make


@pytest.fixture
def with_modules(tmp_path: Path) -> Callable[..., Path]:
    """Writes a macro workbook of just these modules, each a name and a line of VBA."""

    def make(**lines: str) -> Path:
        modules = [
            VbaModule(name, f'Attribute VB_Name = "{name}"\n{line}\n')
            for name, line in lines.items()
        ]
        path = tmp_path / "modules.xlsm"
        book = xlsxwriter.Workbook(path)
        book.add_worksheet().set_vba_name("Sheet1")
        book.set_vba_name("ThisWorkbook")
        project = io.BytesIO(build_vba_project(modules, ["Sheet1"]))
        book.add_vba_project(project, is_stream=True)
        book.close()
        return path

    return make


@pytest.fixture
def stating(with_modules: Callable[..., Path]) -> Callable[[str], bytes]:
    """An add-in, as bytes, whose VBA states a version of xlwings."""

    def make(version: str) -> bytes:
        line = f'Public Const XLWINGS_VERSION As String = "{version}"'
        return with_modules(Main=line).read_bytes()

    return make


@pytest.fixture
def current(stating: Callable[[str], bytes]) -> bytes:
    return stating(installed("xlwings"))
