"""Commands that turn an appraisal into what is sent and shown: annex, slips, charts, paragraph."""

from __future__ import annotations

import argparse
from typing import Any

from xl_appraisal.doors.command_line.options.add_command import add_apply_rules, add_command


def add(commands: Any) -> None:
    """Add them to the command line."""
    _add_annex(commands)
    _add_slips(commands)
    _add_charts(commands)
    paragraph = add_command(
        commands,
        "paragraph",
        "result_commands.paragraph",
        "写出通报正文用的一段话：最高、最低、平均、红旗窗口",
    )
    _add_book(paragraph)
    paragraph.add_argument("--json", action="store_true", help="输出 JSON（含精确的平均分）")


def _add_annex(commands: Any) -> None:
    annex = add_command(
        commands,
        "annex",
        "result_commands.annex",
        "生成通报附件：名次表和备注（Word、Excel、PDF）",
    )
    _add_book(annex)
    annex.add_argument(
        "--to",
        metavar="FILE",
        help="写到哪里：.docx、.xlsx 或 .pdf（默认在工作簿旁边：工作簿名-名次表.docx）",
    )
    annex.add_argument(
        "--paper", choices=("A3", "A4"), default="A3", help="纸张，均为横向（默认 A3）"
    )
    annex.add_argument(
        "--blocks",
        action="store_true",
        help="栏目太多、字太小时分成几块，每块都带名次和窗口（字号不小于8磅）",
    )
    annex.add_argument("--overwrite", action="store_true", help="允许替换同名文件")
    _add_no_origin(annex)


def _add_slips(commands: Any) -> None:
    slips = add_command(
        commands,
        "slips",
        "result_commands.slips",
        "给每个窗口生成一份加扣分明细，另附目录（备注8）",
    )
    _add_book(slips)
    slips.add_argument(
        "--out", metavar="DIR", help="写到哪个文件夹（默认在工作簿旁边：工作簿名-加扣分明细）"
    )
    slips.add_argument(
        "--format", choices=("docx", "xlsx", "pdf"), default="docx", help="文件格式（默认 docx）"
    )
    slips.add_argument("--previous", metavar="BOOK", help="上季度的工作簿：写明各窗口的增减")
    _add_no_origin(slips)


def _add_charts(commands: Any) -> None:
    charts = add_command(
        commands, "charts", "result_commands.charts", "生成图表工作簿：模块得分、扣分项目、历季名次"
    )
    _add_book(charts)
    charts.add_argument(
        "--previous",
        metavar="BOOK",
        nargs="+",
        action="extend",
        default=[],
        help="以前各季度的工作簿：画出名次走势",
    )
    charts.add_argument(
        "--out", metavar="FILE.xlsx", help="写到哪里（默认在工作簿旁边：工作簿名-图表.xlsx）"
    )
    charts.add_argument("--overwrite", action="store_true", help="允许替换同名文件")
    _add_no_origin(charts)


def _add_book(command: argparse.ArgumentParser) -> None:
    command.add_argument("book", metavar="BOOK", help="工作簿")
    add_apply_rules(command)


def _add_no_origin(command: argparse.ArgumentParser) -> None:
    text = "不印出处（工作簿名、时间、通报、数据指纹），正式印发时用"
    command.add_argument("--no-origin", action="store_true", help=text)
