"""The folder for machines without internet: installed from, repaired, removed, as staff do it.

``tests/windows/run`` builds it as IT does; its Python is the room's, in the form of python.org's.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import winreg
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.windows.inside.programs import Done, files
from xl_appraisal.files.backups import backups_of
from xl_appraisal.setup.offline.placed_copy import write_sums

FOLDER = Path("C:/离线 安装")
PYTHON_KEY = r"Software\Python\PythonCore\3.11\InstallPath"
PACKAGES = "python/Lib/site-packages"
NEEDED = ("xl_appraisal", "xlwings", "xlsxwriter", "XlsxWriter", "win32", "pywin32_system32")
"""What installing and the commands tried here need of the packages, a fifth of the files."""


@dataclass(frozen=True)
class User:
    """A user of the machine: the folder of the profile, and what the environment says."""

    home: Path
    environ: dict[str, str]

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
            env=self.environ,
            cwd=self.home,
            timeout=1_800,
            check=False,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    def double_clicked(self, name: str, folder: Path = FOLDER) -> Done:
        """``安装.cmd`` or ``卸载.cmd``, without the wait for a key at its end."""
        return self.run("cmd", "/c", folder / name, "/q")

    def must(self, name: str, folder: Path) -> None:
        """The same, and it succeeds."""
        done = self.double_clicked(name, folder)
        assert done.code == 0, (done.text, done.err.decode())

    def program(self, *words: object) -> Done:
        """The installed command."""
        return self.run("cmd", "/c", self.own / "python" / "xl-appraisal.cmd", *words)


@pytest.fixture
def user(tmp_path: Path, excel: None) -> Iterator[User]:
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
    yield User(home, environ)
    with suppress(FileNotFoundError):
        winreg.DeleteKey(winreg.HKEY_CURRENT_USER, PYTHON_KEY)


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


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder without pandas and the like, which the first test copies: each file takes long."""

    def left_out(folder: str, names: list[str]) -> list[str]:
        if Path(folder) == FOLDER / PACKAGES:
            return [n for n in names if Path(folder, n).is_dir() and not n.startswith(NEEDED)]
        return [n for n in names if n.lower() in ("demos", "test", "tests")]

    folder = tmp_path_factory.mktemp("离线") / "小 文件夹"
    shutil.copytree(FOLDER, folder, ignore=left_out)
    write_sums(folder)
    return folder


@pytest.fixture(scope="module")
def older(small: Path) -> Path:
    """The folder of a version before: a module that is gone since, another that was otherwise."""
    folder = small.with_name("旧 文件夹")
    shutil.copytree(small, folder)
    package = folder / PACKAGES / "xl_appraisal"
    (package / "gone.py").write_text("")
    with (package / "__init__.py").open("a", encoding="utf-8") as module:
        module.write("\n# before\n")
    write_sums(folder)
    return folder


def another_xlwings(user: User) -> None:
    """An add-in and a setting of the user's own."""
    user.addin.parent.mkdir(parents=True)
    user.addin.write_bytes(b"xlwings 0.30")
    user.settings.parent.mkdir()
    user.settings.write_text('"INTERPRETER_WIN","C:\\Python27\\python.exe"\n', "gbk")


def another_python(user: User) -> None:
    """A Python in the registry and first on the path, which starts nothing."""
    place = user.home / "Python38"
    place.mkdir()
    (place / "python.exe").write_bytes(b"no program")
    user.environ["PATH"] = f"{place};{user.environ['PATH']}"
    with winreg.CreateKey(winreg.HKEY_CURRENT_USER, PYTHON_KEY) as key:
        winreg.SetValueEx(key, "", 0, winreg.REG_SZ, str(place))


def nothing(user: User) -> None:
    """An empty profile."""


def a_good_copy(user: User, small: Path, older: Path) -> None:
    user.must("安装.cmd", small)


def an_older_version(user: User, small: Path, older: Path) -> None:
    user.must("安装.cmd", older)
    assert (user.own / PACKAGES / "xl_appraisal" / "gone.py").exists()


def a_spoilt_copy(user: User, small: Path, older: Path) -> None:
    """One that was worked on: a program cut short, a module gone, the add-in and setting too."""
    user.must("安装.cmd", small)
    (user.own / "python" / "python.exe").write_bytes(b"half")
    (user.own / PACKAGES / "xl_appraisal" / "__main__.py").unlink()
    user.addin.unlink()
    user.settings.write_text("")


def half_a_copy(user: User, small: Path, older: Path) -> None:
    """The first copying was cut off."""
    (user.own / "python.new" / "Lib").mkdir(parents=True)
    (user.own / "python.new" / "python.exe").write_bytes(b"half")


def one_cut_off_between_two_renames(user: User, small: Path, older: Path) -> None:
    user.must("安装.cmd", older)
    (user.own / "python").rename(user.own / "python.old")
    half_a_copy(user, small, older)


@pytest.mark.parametrize(
    ("users_own", "left"),
    [
        (nothing, a_good_copy),
        (another_xlwings, a_good_copy),
        (another_xlwings, an_older_version),
        (another_python, a_spoilt_copy),
        (nothing, half_a_copy),
        (another_xlwings, one_cut_off_between_two_renames),
    ],
    ids=lambda given: given.__name__,
)
def test_a_double_click_mends_whatever_is_there_and_another_takes_all_back(
    user: User,
    small: Path,
    older: Path,
    users_own: Callable[[User], None],
    left: Callable[[User, Path, Path], None],
) -> None:
    """The copy is the folder's to the byte; what was the user's own comes back."""
    users_own(user)
    before = user.files()
    left(user, small, older)
    user.must("安装.cmd", small)

    assert _kept(user.own) == _noted(small)
    python = user.own / "python" / "python.exe"
    assert f'"INTERPRETER_WIN","{python}"' in user.settings.read_text("gbk")
    assert user.addin.read_bytes() == _shipped_addin().read_bytes()
    assert user.program("demo", "--out", user.home / "试").code == 0
    shutil.rmtree(user.home / "试")

    user.must("卸载.cmd", small)
    after = user.files()
    assert {p for p in before | after if before.get(p) != after.get(p)} == set()


def _noted(folder: Path) -> dict[str, str]:
    """The digest of each file by its path, as IT's list has them."""
    lines = (folder / "SHA256SUMS").read_text("utf-8").splitlines()
    return {name: digest for digest, name in (line.split("  ", 1) for line in lines)}


def _kept(own: Path) -> dict[str, str]:
    """The same of the user's copy, without what Python compiled there; nothing stands beside it."""
    assert [path.name for path in own.iterdir() if path.name.startswith("python")] == ["python"]
    return {
        path.relative_to(own).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (own / "python").rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }


def test_a_folder_that_is_not_whole_changes_nothing(user: User, small: Path, older: Path) -> None:
    """Told which file; the older version stays in use, workbooks and their backups too."""
    user.must("安装.cmd", older)
    documents = user.home / "Documents"
    assert user.program("demo", "--out", documents).code == 0
    assert user.program("close", documents / "2023Q1.xlsx").code == 0
    assert len(backups_of(str(documents / "2023Q1.xlsx"))) == 1
    before = user.files()

    spoilt = small / PACKAGES / "xlwings" / "__init__.py"
    whole = spoilt.read_bytes()
    spoilt.write_bytes(whole[:-1])
    try:
        done = user.double_clicked("安装.cmd", small)
    finally:
        spoilt.write_bytes(whole)
    assert done.code == 2 and "xlwings/__init__.py 缺少或已损坏" in done.err.decode()
    assert user.files() == before

    books = files(documents)
    del books[str(documents / "窗口绩效考核模板.xlsm")]  # nobody has worked in it
    user.must("卸载.cmd", small)
    assert files(user.home / "Documents") == books


def _shipped_addin() -> Path:
    return FOLDER / "python/Lib/site-packages/xlwings/addin/xlwings.xlam"
