"""The folder for machines without internet: installed from, repaired, removed, as staff do it.

``tests/windows/run`` builds it as IT does; its Python is the room's, in the form of python.org's.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.windows.inside.programs import Done, files
from xl_appraisal.files.backups import backups_of

FOLDER = Path("C:/离线 安装")
SUMS = FOLDER / "SHA256SUMS"


@dataclass(frozen=True)
class User:
    """A user of the machine: the folder of the profile, and what the environment says."""

    home: Path
    environ: Mapping[str, str]

    @property
    def own(self) -> Path:
        return self.home / "AppData" / "Local" / "xl_appraisal"

    @property
    def addin(self) -> Path:
        return self.home / "AppData/Roaming/Microsoft/Excel/XLSTART/xlwings.xlam"

    @property
    def settings(self) -> Path:
        return self.home / ".xlwings" / "xlwings.conf"

    def files(self) -> dict[str, bytes]:
        """All files of the profile but those that programs put aside for a while."""
        temporary = f"{self.home}\\AppData\\Local\\Temp\\"
        return {path: d for path, d in files(self.home).items() if not path.startswith(temporary)}

    def run(self, *words: object) -> Done:
        """A program, begun by this user."""
        done = subprocess.run(
            [*map(str, words)],
            capture_output=True,
            stdin=subprocess.DEVNULL,
            env=dict(self.environ),
            cwd=self.home,
            timeout=600,
            check=False,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    def double_clicked(self, name: str) -> Done:
        """``安装.cmd`` or ``卸载.cmd``, without the wait for a key at its end."""
        return self.run("cmd", "/c", FOLDER / name, "/q")

    def program(self, *words: object) -> Done:
        """The installed command."""
        return self.run("cmd", "/c", self.own / "python" / "xl-appraisal.cmd", *words)


@pytest.fixture
def user(tmp_path: Path, excel: None) -> User:
    """李四, whose profile is empty and in whose environment another Python has its say."""
    home = tmp_path / "李四"
    for name in ("AppData/Local/Temp", "AppData/Roaming", "Documents"):
        (home / name).mkdir(parents=True)
    environ = {
        **os.environ,
        "USERPROFILE": str(home),
        "HOMEPATH": str(home)[2:],
        "USERNAME": home.name,
        "APPDATA": str(home / "AppData" / "Roaming"),
        "LOCALAPPDATA": str(home / "AppData" / "Local"),
        "TEMP": str(home / "AppData" / "Local" / "Temp"),
        "TMP": str(home / "AppData" / "Local" / "Temp"),
        "PYTHONHOME": r"C:\Python27",
        "PYTHONPATH": r"C:\Python27\Lib",
    }
    return User(home, environ)


def test_its_scripts_are_what_a_chinese_windows_reads() -> None:
    """GB2312, whose second bytes cmd takes for no sign of its own, and Windows' line ends."""
    for name in ("安装.cmd", "卸载.cmd"):
        data = (FOLDER / name).read_bytes()
        assert "窗口绩效考核" in data.decode("gb2312")
        assert data.count(b"\r\n") == data.count(b"\n") > 5


def test_an_empty_profile_is_installed_into_and_left_as_it_was(user: User) -> None:
    """One double click and everything stands; another and nothing of it is left."""
    before = user.files()
    done = user.double_clicked("安装.cmd")
    assert done.code == 0, (done.text, done.err.decode())
    python = user.own / "python" / "python.exe"
    assert f'"INTERPRETER_WIN","{python}"' in user.settings.read_text("gbk")
    assert user.addin.read_bytes() == _shipped_addin().read_bytes()
    assert [path.name for path in (user.home / "Documents").iterdir()] == ["窗口绩效考核模板.xlsm"]

    seen = user.run(python, "-c", "import pythoncom, xlwings, pandas, sys; print(sys.prefix)")
    assert seen.out.decode("gbk").strip() == str(python.parent), seen.err.decode()
    assert user.program("demo", "--out", user.home / "试").code == 0
    told = user.program("doctor").text
    assert str(python) in told

    shutil.rmtree(user.home / "试")
    done = user.double_clicked("卸载.cmd")
    assert done.code == 0, (done.text, done.err.decode())
    assert user.files() == before
    assert "没有复制过" in user.double_clicked("卸载.cmd").text


def test_what_was_there_is_taken_over_and_given_back(user: User) -> None:
    """Another xlwings and interpreter; an older copy, spoilt; what a copying left that was cut off.

    A folder that is not whole changes nothing; removing leaves workbooks and their backups.
    """
    user.addin.parent.mkdir(parents=True)
    user.addin.write_bytes(b"xlwings 0.30")
    user.settings.parent.mkdir()
    user.settings.write_text('"INTERPRETER_WIN","C:\\Python27\\python.exe"\n', "gbk")
    before = user.files()
    for name in ("python", "python.new"):
        (user.own / name).mkdir(parents=True)
        (user.own / name / "python.exe").write_bytes(b"half")
        (user.own / name / "of an older version.txt").write_text("")

    sums = SUMS.read_text("utf-8")
    SUMS.write_text(("1" if sums[0] == "0" else "0") + sums[1:], "utf-8", newline="")
    try:
        done = user.double_clicked("安装.cmd")
    finally:
        SUMS.write_text(sums, "utf-8", newline="")
    assert done.code == 2 and "已损坏" in done.err.decode()
    assert (user.own / "python" / "of an older version.txt").exists()
    assert user.addin.read_bytes() == b"xlwings 0.30"

    done = user.double_clicked("安装.cmd")
    assert done.code == 0, (done.text, done.err.decode())
    assert sorted(path.name for path in user.own.iterdir() if "python" in path.name) == ["python"]
    assert not (user.own / "python" / "of an older version.txt").exists()
    assert user.addin.read_bytes() == _shipped_addin().read_bytes()
    documents = user.home / "Documents"
    assert user.program("demo", "--out", documents).code == 0
    assert user.program("close", documents / "2023Q1.xlsx").code == 0
    assert len(backups_of(str(documents / "2023Q1.xlsx"))) == 1
    books = files(documents)
    del books[str(documents / "窗口绩效考核模板.xlsm")]  # nobody has worked in it

    assert user.double_clicked("卸载.cmd").code == 0
    left = user.files()
    assert {path: data for path, data in left.items() if path not in before} == books
    assert before.items() <= left.items()


def _shipped_addin() -> Path:
    return FOLDER / "python/Lib/site-packages/xlwings/addin/xlwings.xlam"
