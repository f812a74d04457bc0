"""The protection of sheets carried into the file, with the password that somebody types."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from xl_appraisal.doors.calc_extension.marking import unmarked
from xl_appraisal.hosts import FileHost
from xl_appraisal.hosts.calc.calc_host import CalcHost
from xl_appraisal.hosts.calc.calc_undo import no_undo
from xl_appraisal.model.errors import BookError


def carry_protection(
    document: Any,
    names: Sequence[str],
    open_here: CalcHost,
    host: FileHost,
    ask: Callable[[str], str],
) -> None:
    """封存 and 重新打开 protect sheets: those ``names`` of the file are to be as before our eyes.

    Raises :class:`BookError` where the password that somebody types is not the sheets'.
    """
    unlike = [name for name in names if open_here.protected(name) is not host.protected(name)]
    passwords = {name: "" for name in unlike if open_here.protected(name)}
    locked = [name for name in passwords if not _opens(document, name, "")]
    if locked:
        told = f"工作表“{'、'.join(locked)}”设了密码，存进文件要再输一次："
        passwords.update(dict.fromkeys(locked, ask(told)))
    for name in locked:
        if not _opens(document, name, passwords[name]):
            raise BookError(f"密码不对：工作表“{name}”的保护没有写回。请再保存一次，输入它的密码。")
    for name in unlike:
        host.unprotect(name, "")
    for name, password in passwords.items():
        host.protect(name, password)


def _opens(document: Any, name: str, password: str) -> bool:
    """Whether the password takes the sheet's protection off; it is put on again at once."""
    sheet = document.Sheets.getByName(name)
    with no_undo(document), unmarked(document):
        with suppress(Exception):  # UNO's own
            sheet.unprotect(password)
        opened = not sheet.isProtected()
        if opened:
            sheet.protect(password)
    return opened
