"""A program whose own list of what can be undone a macro empties: the last command, taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from xl_appraisal.hosts.excel.last_command import (
    LastCommand,
    forget,
    last_command,
    sheets_cells,
    step_cells,
)
from xl_appraisal.hosts.program_host import ProgramHost
from xl_appraisal.hosts.refusals import told_as
from xl_appraisal.model.errors import BookError


class UndoingHost(ProgramHost):
    """Notes what a command does, and does the contrary when asked."""

    def __init__(self) -> None:
        super().__init__()
        self._noted: LastCommand | None = None

    def undo_last(self) -> str:
        """From what the last command left in a file: Excel's own list is empty after a macro."""
        last = last_command(self.fullname)
        if self._noted is not None:
            self._noted.undoing = True
        if last is None:
            raise BookError(
                "上一条命令没有改动工作簿，或生成了工作表（不要的可以直接删去），没有可恢复的。"
            )
        missing = [sheet for sheet in last.after if sheet not in self.sheet_names]
        if missing:
            raise BookError(f"工作表“{'、'.join(missing)}”已删除或改名，没有恢复。")
        last.check(lambda sheet: self._cells(sheet).cells)
        with self.step(), told_as("没有恢复，可能受保护或正在编辑"):
            self._read.clear()
            for step in reversed(last.back):
                self._take_back(step)
        return last.label

    def _take_back(self, step: Mapping[str, Any]) -> None:
        sheet, what = step["sheet"], step["what"]
        if what == "protection":
            (self.protect if step["wanted"] else self.unprotect)(sheet, "")
        elif what == "in":
            self.delete_rows(sheet, step["first"], step["count"])
        elif what == "out":
            rows = range(step["first"], step["first"] + step["count"])
            self._or_back(self._cut, sheet, [rows], [])
            self._rows_back(sheet, rows.start, len(rows), sheets_cells(step))
        else:
            area, cells = step_cells(step)
            self._or_back(self._put_back, sheet, area, self._cells(sheet).cells)
            self._put_back(sheet, area, cells)

    @contextmanager
    def _program_step(self, label: str) -> Iterator[None]:
        """A command leaves the way back; one that fails leaves none, nor the one before it.

        Where something cannot be taken back yet, it can be tried again.
        """
        noted = self._noted = LastCommand(label) if label else None
        done = False
        try:
            yield
            done = True
        finally:
            self._noted = None
            if noted is not None and done:
                noted.keep(self.fullname, lambda sheet: self._cells(sheet).cells)
            elif noted is not None and not noted.undoing:
                forget(self.fullname)

    def _or_back(self, call: Callable[..., None], *arguments: Any) -> None:
        super()._or_back(call, *arguments)
        last = self._noted
        if last is None:
            return
        if call == self._put_back:
            last.put(*arguments)
        elif call in (self.protect, self.unprotect) and not arguments[1]:
            last.protection(arguments[0], call == self.protect)
        elif call == self._rows_back:
            last.taken_out(*arguments)
        elif call == self._cut:
            last.put_in(arguments[0], arguments[1][0].start, len(arguments[1][0]))
        elif getattr(call, "__name__", "") != "resize":  # a table may stay as long as it is
            last.whole = False
