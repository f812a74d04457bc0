"""Commands that make a workbook or fill one: demo, new, import."""

from __future__ import annotations

from typing import Any

from xl_appraisal.doors.command_line.options.add_command import add_command, add_no_backup


def add(commands: Any) -> None:
    """Add them to the command line."""
    demo = add_command(
        commands, "demo", "demo_command.demo", "用公布的2023年第1季度数据演示：建表、计算、核对"
    )
    demo.add_argument("--out", metavar="DIR", default="demo", help="写到哪个文件夹（默认 demo）")

    _formulas(demo, "演示工作簿用什么计算")

    new = add_command(commands, "new", "book_commands.new", "新建一个季度的工作簿")
    new.add_argument("out", metavar="OUT", help="新工作簿：.xlsm 带宏和按钮，.xlsx 不带宏")
    new.add_argument(
        "--notice", metavar="ID", help="通报：编号或 .toml 文件（默认用栏目文件所写的）"
    )
    new.add_argument("--layout", metavar="ID", help="栏目：编号或 .toml 文件")
    new.add_argument("--quarter", metavar="2023Q1", help="年份和季度（默认用栏目文件所写的）")
    new.add_argument(
        "--windows", metavar="FILE", help="窗口名单：每行一个名称，或带“窗口”一栏的 CSV"
    )
    new.add_argument(
        "--from",
        dest="last",
        metavar="LAST",
        help="沿用上季度工作簿的窗口、人员、栏目和规则，不沿用分值",
    )
    new.add_argument(
        "--add", metavar="窗口", nargs="+", help="比上季度多出的窗口（与 --from 同用）"
    )
    new.add_argument("--drop", metavar="窗口", nargs="+", help="不再参加的窗口（与 --from 同用）")

    _formulas(new, "用什么计算")
    macros = new.add_mutually_exclusive_group()
    macros.add_argument(
        "--standalone",
        action="store_true",
        help="把 xlwings 的宏模块写进工作簿，不需加载项（.xlsm）",
    )
    macros.add_argument(
        "--reference", action="store_true", help="用 xlwings 加载项的引用方式（.xlsm）"
    )

    add = add_command(
        commands,
        "import",
        "import_command.import_files",
        "把名次表数据、加扣分明细、人员考核分导入工作簿",
    )
    add.add_argument("book", metavar="BOOK", help="工作簿")
    add.add_argument("--table", metavar="FILE", nargs="+", help="名次表数据（CSV 或 .xlsx）")
    several = "（CSV 或 .xlsx，可以写几个文件，也可以写文件夹）"
    add.add_argument("--ledger", metavar="FILE|DIR", nargs="+", help=f"加扣分明细{several}")
    add.add_argument("--staff", metavar="FILE|DIR", nargs="+", help=f"人员考核分{several}")
    add.add_argument("--preview", action="store_true", help="只列出将要写入的内容，不写文件")
    text = "内容完全相同的也导入，并在“来源”里标注（默认不重复导入）"
    add.add_argument("--allow-duplicates", action="store_true", help=text)
    add.add_argument("--json", action="store_true", help="输出 JSON")
    add.add_argument("--overwrite", action="store_true", help="允许改写已填的不同数值")
    add_no_backup(add)


def _formulas(command: Any, what: str) -> None:
    command.add_argument(
        "--formulas",
        choices=("program", "native"),
        default="program",
        help=f"{what}：program 由本程序计算（默认）；native 全用普通公式，不用宏也不用本程序",
    )
