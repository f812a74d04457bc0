"""Documents printed to PDF by LibreOffice, many in one start of the program."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from xl_appraisal.hosts import programs
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.record import Record

START_SECONDS = 180
EACH_SECONDS = 10
"""What a conversion may take before it is given up: for the start, and for each document."""

_MOST_ASKED, _ASK_SECONDS = 200, 30

_PLACES = (
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)


def find_soffice() -> str | None:
    """The program's path; ``None`` where LibreOffice is not installed."""
    on_path = filter(None, map(shutil.which, ("soffice", "libreoffice")))
    return next(on_path, None) or next(filter(os.path.isfile, _PLACES), None)


def without_font(text: str) -> str:
    """The rare characters of ``text`` that no font of this machine has, each once.

    Printing leaves them out without a word.  Only systems with fontconfig can be asked; nothing
    is said elsewhere.
    """
    rare = [c for c in dict.fromkeys(text) if not c.isascii() and c.isprintable() and _is_rare(c)]
    asker = shutil.which("fc-list") if rare else None
    return "".join(c for c in rare[:_MOST_ASKED] if asker and not _has_font(asker, c))


def _is_rare(character: str) -> bool:
    try:
        return not character.encode("gb2312")
    except UnicodeEncodeError:
        return True


def _has_font(asker: str, character: str) -> bool:
    with tempfile.TemporaryFile() as said:
        question = [asker, f":charset={ord(character):x}", "file"]
        try:
            return programs.run_bounded(question, said, _ASK_SECONDS) != 0 or said.tell() > 0
        except (OSError, subprocess.TimeoutExpired):
            return True  # as where nothing can be asked


class Printer(Record):
    """Prints documents with a LibreOffice profile of its own, so that nobody's is touched."""

    program: str
    profile: Path

    def printed(
        self, documents: Sequence[bytes], meanwhile: Callable[[], None] = lambda: None
    ) -> list[bytes]:
        """Word documents as PDF, in the same order; ``meanwhile`` is called as long as it takes.

        Raises :class:`BookError` where one does not come out, or the program takes too long.
        """
        with tempfile.TemporaryDirectory() as name, tempfile.TemporaryFile() as said:
            folder = Path(name)
            paths = [folder / f"{number}.docx" for number in range(len(documents))]
            for path, document in zip(paths, documents, strict=True):
                path.write_bytes(document)
            try:
                seconds = START_SECONDS + EACH_SECONDS * len(documents)
                programs.run_bounded(
                    self._command(paths, folder), said, seconds, meanwhile=meanwhile
                )
            except subprocess.TimeoutExpired as error:
                raise BookError("LibreOffice 转换 PDF 超时，没有完成。请关闭它后再试。") from error
            except OSError as error:
                remedy = "没有生成 PDF。请用“自检”查看原因。"
                raise BookError(f"LibreOffice 启动不了，{remedy}") from error
            said.seek(0)
            words = programs.understood(said.read()).strip() or "原因不明"
            made = [path.with_suffix(".pdf") for path in paths]
            missing = [path.name for path in made if not path.is_file()]
            if missing:
                raise BookError(f"LibreOffice 没有转换出 {missing[0]}：{words[-300:]}。")
            return [path.read_bytes() for path in made]

    def _command(self, documents: Sequence[Path], folder: Path) -> list[str]:
        return [
            self.program,
            f"-env:UserInstallation={self.profile.as_uri()}",
            "--headless",
            "--norestore",
            "--convert-to",
            "pdf",
            "--outdir",
            os.fspath(folder),
            *map(os.fspath, documents),
        ]


@contextmanager
def printer() -> Iterator[Printer]:
    """A printer for as long as it is needed; it is quicker from the second batch on.

    Raises :class:`BookError` where LibreOffice is not installed.
    """
    program = find_soffice()
    if program is None:
        raise BookError(
            "生成 PDF 要用 LibreOffice，本机没有找到。请安装 LibreOffice，"
            "或改用 .docx、.xlsx 格式，再在 Word、WPS 里另存为 PDF。"
        )
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        yield Printer(program, Path(profile))
