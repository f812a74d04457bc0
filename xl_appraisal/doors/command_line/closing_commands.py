"""Commands around the end of a quarter: close, verify, reopen."""

from __future__ import annotations

from argparse import Namespace

from xl_appraisal.doors.command_line.console import FINE, STOPPED, note, print_json, say, step
from xl_appraisal.hosts import FileHost

_MOST_CELLS = 50


def close(options: Namespace) -> None:
    """Close the quarter in place."""
    from xl_appraisal.work.closing import close as seal
    from xl_appraisal.work.closing import reminders
    from xl_appraisal.work.closing.signature import signer

    host = FileHost(options.book)
    with step("正在核对和封存"):
        sign = signer(options.sign, _key_password) if options.sign else None
        told = reminders(host)
        found = seal(host, _password(options), sign=sign)
        host.save(keep=options.backup)
    for sentence in told:
        note(f"[提醒] {sentence}")
    say(f"已封存 {options.book}。")
    say(f"请把封存码记进会议纪要或发文稿纸：{found}")
    note("要更正时用 reopen 写明原因；verify 随时核验有没有被改动。")


def verify(options: Namespace) -> int:
    """Tell whether a closed workbook is as it was; 1 where it is not."""
    from xl_appraisal.work.closing import verify as look

    with step("正在核验"):
        verdict = look(FileHost(options.book), options.key)
    if options.json:
        print_json(verdict.as_json())
        return FINE if verdict.sound else STOPPED
    for event in verdict.events:
        say(f"{event.time} {'封存' if event.kind == 'closed' else '重新打开'}：{event.note}")
    for sentence in verdict.notes:
        say(f"注意：{sentence}")
    if verdict.sound:
        signed = f"签名与公钥 {options.key} 相符。" if options.key else ""
        say(f"核验通过：{verdict.closed} 封存以来没有改动。{signed}")
        return FINE
    for sentence in verdict.problems:
        say(sentence)
    if verdict.cells:
        say(f"有变化的单元格（{len(verdict.cells)}个）：")
        say(
            "、".join(verdict.cells[:_MOST_CELLS])
            + ("……" if len(verdict.cells) > _MOST_CELLS else "")
        )
    return STOPPED


def reopen(options: Namespace) -> None:
    """Open a closed quarter again, in place, with the reason on record."""
    from xl_appraisal.work.closing import reopen as unseal

    host = FileHost(options.book)
    with step("正在重新打开"):
        sheets = unseal(host, options.reason)
        host.save(keep=options.backup)
    say(f"已重新打开 {options.book}，原因已记在“规则”表和“核对”表。")
    say(f"取消了{len(sheets)}张工作表的保护。改完后请重新计算，再封存。")


def _key_password() -> str:
    from getpass import getpass

    return getpass("私钥的密码：")


def _password(options: Namespace) -> str:
    """The password asked for at the terminal, so that it is in no history; none by default."""
    if not options.password:
        return ""
    from getpass import getpass

    from xl_appraisal.model.errors import BookError

    first = getpass("工作表保护密码：")
    if not first or first != getpass("再输入一遍："):
        raise BookError("密码为空，或两遍不一致，没有封存。")
    return first
