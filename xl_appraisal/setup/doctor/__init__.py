"""The self-check: what is installed here, whether it fits together, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from xl_appraisal.hosts import LiveHost
from xl_appraisal.setup.doctor.report_line import Line, Severity, line, summary, worst_first
from xl_appraisal.setup.install.excel_found import Excel, find_excel
from xl_appraisal.setup.install.machine import Machine, this_machine

__all__ = ["Line", "Severity", "examine", "summary", "worst_first"]


def examine(
    book: str | Path | LiveHost | None = None, machine: Machine | None = None
) -> list[Line]:
    """Look at this machine, and at one workbook if it is given.

    ``book`` is a path, or a workbook open in a program: then the running Excel is asked too.
    Nothing is changed, and nothing raised: what cannot be found out is a line of its own.
    """
    here = machine or this_machine()
    lines: list[Line] = []
    try:
        for found in _lines(here, book):
            lines.append(found)
    except Exception as error:  # a self-check that fails would be the last thing anyone needs
        lines.append(line("doctor", error=f"{type(error).__name__}：{error}"))
    return lines


def _lines(machine: Machine, book: str | Path | LiveHost | None) -> Iterator[Line]:
    from xl_appraisal.setup.doctor.addin_check import addin_lines, config_lines, excel_lines
    from xl_appraisal.setup.doctor.libreoffice_check import libreoffice_lines
    from xl_appraisal.setup.doctor.path_check import program_path_lines
    from xl_appraisal.setup.doctor.python_check import python_lines
    from xl_appraisal.setup.doctor.trust_check import trust_lines

    excel = find_excel(machine)
    yield from python_lines(machine, excel)
    yield from program_path_lines(machine)
    yield from excel_lines(machine, excel)
    if excel is not None:
        yield from addin_lines(machine, excel)
        yield from config_lines(machine)
        yield from trust_lines(machine, excel)
    if not machine.windows:
        yield from libreoffice_lines(machine)
    if book is not None:
        yield from _book_lines(machine, excel, book)


def _book_lines(
    machine: Machine, excel: Excel | None, book: str | Path | LiveHost
) -> Iterator[Line]:
    from xl_appraisal.setup.doctor.addin_check import loaded_addin_lines
    from xl_appraisal.setup.doctor.book_check import workbook_lines
    from xl_appraisal.setup.doctor.path_check import workbook_path_lines

    if not isinstance(book, str | Path):
        if excel is not None:
            yield from loaded_addin_lines(book)
        try:
            book = str(book.fullname)
        except Exception as error:  # how xlwings says that it knows no local path
            yield line("path_url.unknown", error=error)
            return
    path = str(book)
    yield from workbook_path_lines(machine, path)
    if "://" not in path:
        yield from workbook_lines(machine, excel, Path(path))
