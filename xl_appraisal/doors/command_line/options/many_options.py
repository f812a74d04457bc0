"""Commands for many workbooks at once: batch."""

from __future__ import annotations

import argparse
from typing import Any

from xl_appraisal.doors.command_line.options.add_command import (
    add_apply_rules,
    add_command,
    add_no_backup,
)


def add(commands: Any) -> None:
    """Add them to the command line."""
    text = "批量重新计算：文件夹里的全部工作簿，跳过坏文件，中断后可接着算，写一份汇总"
    batch = add_command(commands, "batch", "batch_command.batch", text)
    batch.add_argument("folders", metavar="FOLDER", nargs="+", help="文件夹（含下级）或工作簿")
    batch.add_argument("--out", metavar="DIR", help="结果存到哪个文件夹（默认存回原文件）")
    where = batch.add_mutually_exclusive_group()
    where.add_argument("--jobs", metavar="N", type=_jobs, help="同时算几个（默认为处理器个数）")
    where.add_argument(
        "--scheduler", metavar="ADDRESS", help="交给 Dask 集群计算，如 tcp://10.0.0.5:8786"
    )
    batch.add_argument(
        "--summary", metavar="DIR", help="汇总写到哪个文件夹（默认 --out，否则第一个 FOLDER）"
    )
    batch.add_argument("--restart", action="store_true", help="不接着上次，全部重新算")
    batch.add_argument("--json", action="store_true", help="输出 JSON")
    add_apply_rules(batch)
    add_no_backup(batch)


def _jobs(text: str) -> int:
    if text.isascii() and text.isdigit() and int(text) > 0:
        return int(text)
    raise argparse.ArgumentTypeError(f"“{text}”应是 1 以上的整数")
