"""The command that brings an earlier state of a workbook back: restore."""

from __future__ import annotations

import time
from argparse import Namespace
from pathlib import Path

from xl_appraisal.doors.command_line.console import note, print_json, print_table, say, step
from xl_appraisal.files.backups import Backup, backups_of, folder_of
from xl_appraisal.files.disk import read_file
from xl_appraisal.files.write_file import restore_file, write_whole
from xl_appraisal.hosts import FileHost
from xl_appraisal.model.errors import BookError
from xl_appraisal.ooxml.file_kind import check_whole

_HEADER = ("序号", "时间", "保存于", "大小（KiB）")


def restore(options: Namespace) -> None:
    """List the earlier states, show what one would change, or put it back."""
    backups = backups_of(options.book)
    if options.which is None:
        _list(options, backups)
        return
    chosen = _choose(options, backups)
    act = _show if options.show else _copy if options.out else _put_back
    act(options, chosen)


def _list(options: Namespace, backups: tuple[Backup, ...]) -> None:
    if options.show or options.out:
        raise BookError("请写明是哪一份：xl-appraisal restore 工作簿 序号。不写序号则列出全部。")
    if options.json:
        print_json({"folder": folder_of(options.book), "backups": list(map(_as_json, backups))})
        return
    if not backups:
        say(f"{options.book}：没有备份。")
        return
    rows = [
        (str(number), backup.replaced, _time(backup.saved), f"{backup.size / 1024:.0f}")
        for number, backup in enumerate(backups, 1)
    ]
    print_table(_HEADER, rows, left=(1, 2))
    note(f"“时间”是这一份被新的一份替换的时间。备份在 {folder_of(options.book)}")
    note("换回：xl-appraisal restore 工作簿 序号；先看看会有哪些变化：后面加 --show。")


def _choose(options: Namespace, backups: tuple[Backup, ...]) -> Backup:
    wanted = options.which
    if wanted.isascii() and wanted.isdigit() and 0 < int(wanted) <= len(backups):
        return backups[int(wanted) - 1]
    found = [backup for backup in backups if Path(backup.path).stem.startswith(wanted)]
    if "-" in wanted and len(found) == 1:
        return found[0]
    if "-" in wanted and found:
        many = "、".join(Path(backup.path).stem for backup in found)
        raise BookError(f"{options.book}：时间 {wanted} 有{len(found)}份备份：{many}。请写全。")
    have = f"现有 1 至 {len(backups)}" if backups else "没有任何备份"
    raise BookError(f"{options.book}：没有备份 {wanted}（{have}）。不写序号则列出全部备份。")


def _show(options: Namespace, chosen: Backup) -> None:
    from xl_appraisal.doors.command_line.compare_commands import print_comparison
    from xl_appraisal.work.comparing.changes import compare, side
    from xl_appraisal.work.desk import appraise_host

    with step("正在读取和计算"):
        now = side("现在", appraise_host(FileHost(options.book)))
        then = side(f"备份 {chosen.replaced}", appraise_host(FileHost(chosen.path)))
        found = compare(now, then)
    if options.json:
        print_json(_as_json(chosen) | {"changes": found.as_json()})
        return
    print_comparison(found)
    note(f"只是查看，没有改动。备份文件：{chosen.path}")


def _copy(options: Namespace, chosen: Backup) -> None:
    out = Path(options.out)
    if out.exists():
        raise BookError(f"{out}：同名文件已存在，没有改动。请换一个文件名，或先移走原文件。")
    write_whole(out, read_file(chosen.path)[0])
    _tell(options, chosen, out, f"已另存为 {out}，现在的工作簿没有改动。")


def _put_back(options: Namespace, chosen: Backup) -> None:
    text = f"{options.book} 与这份备份完全相同，没有改动。"
    if restore_file(options.book, chosen.path, check_whole):
        text = f"已换回 {chosen.replaced} 的工作簿；换回之前的那一份也留作备份（现在的序号 1）。"
    _tell(options, chosen, Path(options.book), text)


def _tell(options: Namespace, chosen: Backup, out: Path, text: str) -> None:
    if options.json:
        print_json(_as_json(chosen) | {"written": str(out)})
    else:
        say(text)


def _as_json(backup: Backup) -> dict[str, object]:
    return {
        "file": backup.path,
        "replaced": backup.replaced,
        "saved": _time(backup.saved),
        "bytes": backup.size,
    }


def _time(seconds: float) -> str:
    return time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(seconds))
