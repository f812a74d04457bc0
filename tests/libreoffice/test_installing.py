"""A new user's account: the commands that put the extension there, examine it, take it away."""

from __future__ import annotations

from pathlib import Path

from tests.libreoffice.office import Office
from tests.libreoffice.staffed import Account
from xl_appraisal.tools.calc_extension.extension_file import FILE_NAME

EXTENSION = "LibreOffice 扩展“绩效考核”"


def test_installed_examined_and_removed_while_a_workbook_is_open(tmp_path: Path) -> None:
    """It stays open all the while; LibreOffice clears its own cache at its next start."""
    account = Account(tmp_path / "home")
    account.home.mkdir()
    office = Office(tmp_path / "office", account.profile)
    try:
        document = office.open()
        with office.limit():
            assert f"{EXTENSION}：没有安装" in account.run("doctor")
            assert "安装完成" in account.run("install", "--libreoffice")
            said = account.run("doctor")
            assert f"[正常] {EXTENSION}：版本" in said
            assert "[正常] 扩展所用的 Python" in said
            assert "已经安装好" in account.run("install", "--libreoffice")
            assert "已卸载" in account.run("uninstall")
            assert f"{EXTENSION}：没有安装" in account.run("doctor")
            assert document in office.documents()
    finally:
        office.stop()
    assert not (account.home / ".local/share/xl_appraisal" / FILE_NAME).exists()
