"""The annex of a quarter as a file of one of three kinds."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Literal, TypeAlias

from xl_appraisal.book.read.quarter import Quarter
from xl_appraisal.model.errors import BookError
from xl_appraisal.outputs.annex.annex_paper import PAPERS, PaperName
from xl_appraisal.outputs.annex.annex_table import Annex, annex_table
from xl_appraisal.outputs.annex.annex_widths import fitted
from xl_appraisal.scoring import Appraisal

Kind: TypeAlias = Literal["docx", "xlsx", "pdf"]
KINDS: tuple[Kind, ...] = ("docx", "xlsx", "pdf")


def kind_of(target: Path) -> Kind:
    """The kind that a file's name asks for; :class:`BookError` where it is none of ours."""
    ending = target.suffix.lower().removeprefix(".")
    for kind in KINDS:
        if ending == kind:
            return kind
    raise BookError(f"{target}：名次表只能存为 .docx、.xlsx 或 .pdf 文件，请改文件名的后缀。")


def default_file(book: Path) -> Path:
    """Where the annex of a workbook goes unless told otherwise: beside it."""
    return book.with_name(f"{book.stem}-名次表.docx")


def annex_file(
    quarter: Quarter,
    appraisal: Appraisal,
    kind: Kind,
    *,
    paper: PaperName = "A3",
    in_blocks: bool = False,
    origin: str = "",
) -> bytes:
    """The file's bytes.  ``in_blocks`` cuts a table too wide to be read on the paper.

    Raises :class:`BookError` where Word's table cannot hold the columns, or a PDF is wanted and
    LibreOffice is not there or does not make it.
    """
    table, sheet = fitted(annex_table(quarter, appraisal)), PAPERS[paper]
    tables: Sequence[Annex] = sheet.cut(table) if in_blocks else (table,)
    if kind == "xlsx":
        from xl_appraisal.outputs.annex.annex_excel import annex_workbook

        return annex_workbook(tables, sheet, origin)
    from xl_appraisal.outputs.annex.annex_word import annex_docx

    document = annex_docx(tables, sheet, origin)
    return document if kind == "docx" else _printed(document)


def _printed(document: bytes) -> bytes:
    from xl_appraisal.outputs.pdf import printer

    with printer() as printing, tempfile.TemporaryDirectory() as name:
        path = Path(name) / "annex.docx"
        path.write_bytes(document)
        return printing.print_all([path], path.parent)[0].read_bytes()
