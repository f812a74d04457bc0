"""Pages as files of the kinds that there are: Word, Excel, and PDF, which is Word's printed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Literal, TypeAlias

from xl_appraisal.outputs.page import Page

Kind: TypeAlias = Literal["docx", "xlsx", "pdf"]
KINDS: tuple[Kind, ...] = ("docx", "xlsx", "pdf")

Draw: TypeAlias = Callable[[Sequence[Sequence[Page]], str], list[bytes]]
"""Draws documents, each of some pages, with a note of origin; the bytes of a file for each."""


@contextmanager
def drawing(kind: Kind) -> Iterator[Draw]:
    """The drawer of a kind, for as long as it is needed; PDFs of one call cost one start.

    Raises :class:`BookError` where a PDF is wanted and LibreOffice is not installed.
    """
    if kind == "xlsx":
        from xl_appraisal.outputs.page_excel import pages_xlsx

        yield lambda documents, origin: [pages_xlsx(pages, origin) for pages in documents]
        return
    from xl_appraisal.outputs.page_word import pages_docx

    def words(documents: Sequence[Sequence[Page]], origin: str) -> list[bytes]:
        return [pages_docx(pages, origin) for pages in documents]

    if kind == "docx":
        yield words
        return
    from xl_appraisal.outputs.pdf import printer

    with printer() as printing:
        yield lambda documents, origin: printing.printed(words(documents, origin))
