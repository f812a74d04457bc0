"""Pages as files: Word, Excel, and PDF, which is Word's printed; the note of origin on them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal, TypeAlias

from xl_appraisal.book.read.quarter import Quarter
from xl_appraisal.files.write_file import write_whole
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.grid import Grid
from xl_appraisal.outputs.page import Page

Kind: TypeAlias = Literal["docx", "xlsx", "pdf"]
KINDS: tuple[Kind, ...] = ("docx", "xlsx", "pdf")

Draw: TypeAlias = Callable[[Sequence[Sequence[Page]], str], list[bytes]]
"""Draws documents, each of some pages, with a note of origin; the bytes of a file for each."""
DIGITS = 16
"""Of the 64 hexadecimal digits of the inputs' fingerprint: enough to tell two apart for good."""


def refuse(text: str) -> None:
    """What is done with a doubt where nobody listens: raises :class:`BookError`."""
    raise BookError(text)


@contextmanager
def drawing(
    kind: Kind,
    tell: Callable[[str], None] = refuse,
    seal: str = "",
    meanwhile: Callable[[], None] = lambda: None,
) -> Iterator[Draw]:
    """The drawer of a kind, for as long as it is needed; PDFs of one call cost one start.

    ``seal`` stands at the foot of every page; ``tell`` is told of characters that a PDF cannot
    show; ``meanwhile`` is called while LibreOffice prints, and what it raises stops that.
    Raises :class:`BookError` where a PDF is wanted and LibreOffice is not installed.
    """
    if kind == "xlsx":
        from xl_appraisal.outputs.page_excel import pages_xlsx

        yield lambda documents, origin: [pages_xlsx(pages, origin, seal) for pages in documents]
        return
    from xl_appraisal.outputs.page_word import pages_docx

    def words(documents: Sequence[Sequence[Page]], origin: str) -> list[bytes]:
        return [pages_docx(pages, origin, seal) for pages in documents]

    if kind == "docx":
        yield words
        return
    from xl_appraisal.outputs.pdf import printer, without_font

    def printed(documents: Sequence[Sequence[Page]], origin: str) -> list[bytes]:
        missing = without_font("\n".join(page.text for pages in documents for page in pages))
        if missing:
            tell(
                f"本机没有字体能显示“{'、'.join(missing)}”，PDF 里会缺字。"
                "请安装含这些字的字体后重新生成，或改用 .docx、.xlsx 格式。"
            )
        return printing.printed(words(documents, origin), meanwhile)

    with printer() as printing:
        yield printed


def write_tables(path: Path, pages: Sequence[Page]) -> None:
    """Write the pages to a new file, a sheet each; it is written whole or not at all.

    Raises :class:`BookError` as :func:`check_new` and where the file cannot be written.
    """
    from xl_appraisal.outputs.page_excel import pages_xlsx

    check_new(path)
    write_whole(path, pages_xlsx(pages))


def check_new(path: Path, endings: Sequence[str] = (".xlsx",)) -> None:
    """Raises :class:`BookError` where ``path`` cannot become a new file of one of these kinds."""
    if path.suffix.lower() not in endings:
        raise BookError(f"{path}：文件名应以 {' 或 '.join(endings)} 结尾。")
    if path.exists():
        raise BookError(f"{path}：同名文件已存在，没有改动。请换一个文件名，或先移走原文件。")


def origin_note(
    book: str, quarter: Quarter, sheet: Callable[[str], Grid | None], when: dt.datetime
) -> str:
    """Workbook, time, notice, version and the fingerprint of what staff put in, as one line.

    ``book`` is the workbook's file name and ``sheet`` gives its sheets.  Two prints with the
    same fingerprint rest on the same inputs.
    """
    from xl_appraisal.work.closing.digest import digest

    inputs = digest(quarter, sheet).inputs[:DIGITS]
    time = f"{when.year}年{when.month}月{when.day}日{when:%H:%M}"
    return (
        f"出处：工作簿“{book}”，{time}生成；通报 {quarter.book.notice.id}，"
        f"xl-appraisal {_version()}；数据指纹 {inputs}"
    )


def _version() -> str:
    try:
        return version("xl-appraisal")
    except PackageNotFoundError:  # run from its sources
        return "（未安装）"
