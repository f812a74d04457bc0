"""The annex of a quarter as a file of one of three kinds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from xl_appraisal.book.read.quarter import Quarter
from xl_appraisal.model.errors import BookError
from xl_appraisal.outputs.annex.annex_page import PaperName, annex_pages
from xl_appraisal.outputs.drawing import KINDS, Kind, drawing, refuse
from xl_appraisal.scoring import Appraisal


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
    used_only: bool = False,
    origin: str = "",
    tell: Callable[[str], None] = refuse,
) -> bytes:
    """The file's bytes.  ``in_blocks`` cuts a table too wide to be read on the paper.

    ``used_only`` leaves out the columns that are blank for every window; ``tell`` is told of
    characters that a PDF cannot show.

    Raises :class:`BookError` where Word's table cannot hold the columns, or a PDF is wanted and
    LibreOffice is not there or does not make it.
    """
    pages = annex_pages(quarter, appraisal, paper, in_blocks=in_blocks, used_only=used_only)
    with drawing(kind, tell) as draw:
        return draw([pages], origin)[0]
