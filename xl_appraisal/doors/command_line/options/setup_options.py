"""Commands about this machine: install, uninstall, doctor."""

from __future__ import annotations

from typing import Any

from xl_appraisal.doors.command_line.options.add_command import add_command


def add(commands: Any) -> None:
    """Add them to the command line."""
    install = add_command(
        commands, "install", "setup_commands.install", "在本机安装：加载项、配置和模板"
    )
    install.add_argument(
        "--libreoffice", action="store_true", help="安装到 LibreOffice（不需要管理员权限）"
    )
    remove = add_command(
        commands, "uninstall", "setup_commands.uninstall", "撤销 install 所做的全部改动"
    )
    for command in (install, remove):
        command.add_argument("--dry-run", action="store_true", help="只列出步骤，不改动文件")
    doctor = add_command(
        commands, "doctor", "setup_commands.doctor", "自检：检查本机环境，说明问题和处理办法"
    )
    doctor.add_argument("book", metavar="BOOK", nargs="?", help="同时检查这个工作簿")
    doctor.add_argument("--json", action="store_true", help="输出 JSON")
