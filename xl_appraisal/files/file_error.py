"""The one error of the file engine: where, what was found, what is allowed, what to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from xl_appraisal.model.errors import BookError


class XlsxError(BookError):
    """A file is refused and left as it was.  ``str()`` is a message for the user, in Chinese.

    ``found`` says what is wrong, ``allowed`` what is accepted, ``remedy`` what to do; ``path``,
    ``part`` (member of the package), ``sheet`` and ``cell`` (``AW6``) say where, if known.
    """

    def __init__(
        self,
        found: str,
        *,
        allowed: str = "",
        remedy: str = "",
        path: str = "",
        part: str = "",
        sheet: str = "",
        cell: str = "",
    ) -> None:
        super().__init__(found)
        self.found, self.allowed, self.remedy = found, allowed, remedy
        self.path, self.part, self.sheet, self.cell = path, part, sheet, cell

    def at(self, *, path: str = "", part: str = "", sheet: str = "", cell: str = "") -> XlsxError:
        """The same error with the places filled in that were not known further down.

        An error in another part (shared strings, styles) is not the fault of the cell at hand.
        """
        if self.part in ("", part):
            self.cell = self.cell or cell
        self.path, self.part = self.path or path, self.part or part
        self.sheet = self.sheet or sheet
        return self

    @property
    def where(self) -> str:
        """``文件 a.xlsx，工作表“排名”，部件 xl/worksheets/sheet1.xml，单元格 AW6`` or less."""
        named = (
            ("文件 {}", self.path),
            ("工作表“{}”", self.sheet),
            ("部件 {}", self.part),
            ("单元格 {}", self.cell),
        )
        return "，".join(form.format(name) for form, name in named if name)

    def __str__(self) -> str:
        """``{where}：{found}。{allowed}。{remedy}。``"""
        says = "".join(f"{part}。" for part in (self.found, self.allowed, self.remedy) if part)
        return f"{self.where}：{says}" if self.where else says


@contextmanager
def located(**where: str) -> Iterator[None]:
    """An error met inside says where that was, as :meth:`XlsxError.at` has it."""
    try:
        yield
    except XlsxError as error:
        raise error.at(**where) from error.__cause__
