"""The errors that a caller may meet, drawn as a tree.

* AppraisalError
    * NoticeError: a notice file that cannot be used
    * LayoutError: a layout (columns of a quarter) that cannot be used
    * BookError: a workbook that cannot be read, bound or saved
    * ImportFileError: a CSV or .xlsx to be imported that cannot be used
    * Stopped: somebody stopped a long command on its way

Every message is Chinese, for staff: where, what was found, what is allowed, what to do.
What merely stops one window's score is not an error but a
:class:`~xl_appraisal.model.findings.Finding`.
"""

from __future__ import annotations

from collections.abc import Iterable


class AppraisalError(Exception):
    """Base of all errors raised on purpose."""


class FaultsError(AppraisalError):
    """A file with faults: ``source`` names it and ``faults`` lists all of them at once."""

    def __init__(self, source: str, faults: Iterable[str]) -> None:
        self.source = source
        self.faults = tuple(faults)
        super().__init__("\n".join([f"{source}：有 {len(self.faults)} 处错误", *self.faults]))


class NoticeError(FaultsError):
    """A notice file that cannot be used."""


class LayoutError(FaultsError):
    """A layout that cannot be used."""


class BookError(AppraisalError):
    """A workbook that cannot be read, bound or saved; it was left as it was."""


class ImportFileError(FaultsError):
    """A file to be imported that cannot be used; nothing of it was taken over."""


class Stopped(AppraisalError):
    """Somebody stopped a command on its way; the text says what is done and what is not."""

    def __init__(self, text: str = "已停止，没有改动。") -> None:
        super().__init__(text)
