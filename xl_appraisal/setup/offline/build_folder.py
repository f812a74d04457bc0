"""The folder that IT copies to staff machines, built on a machine with internet, of any system."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from importlib.resources import files
from pathlib import Path

from xl_appraisal.setup.install.file_changes import InstallError
from xl_appraisal.setup.offline.official_python import SITE_PACKAGES, check_official, unpack
from xl_appraisal.setup.offline.placed_copy import PYTHON, write_sums

SCRIPTS = {"install.cmd": "安装.cmd", "uninstall.cmd": "卸载.cmd"}
COMMAND = "xl-appraisal.cmd"
_COMMAND = '@"%~dp0python.exe" -m xl_appraisal %*\r\n'
_CHECKOUT = Path(__file__).parents[3]
_FOR_WINDOWS = (
    *("--platform", "win_amd64", "--python-version", "3.11", "--implementation", "cp"),
    *("--abi", "cp311", "--abi", "abi3", "--abi", "none", "--only-binary=:all:"),
)
_NAMED = ("pywin32", "tzdata")  # "on Windows only" pip asks of the machine that it runs on


def build(
    folder: Path,
    official: Path,
    *,
    sha256: str | None = None,
    wheel: Path | None = None,
    wheels: Path | None = None,
) -> None:
    """Build it in ``folder``, which must not be there yet or be empty.

    ``wheel`` is this product's; without one it is made of the checkout that this runs from.
    ``wheels`` is a folder with those of the packages that it needs; without one pip fetches them.
    Raises :class:`InstallError`, nothing left behind, where the Python is not the official one,
    the folder holds something, or pip fails.
    """
    check_official(official, sha256)
    if folder.exists() and any(folder.iterdir()):
        raise InstallError(f"{folder}：里面已有内容。请换一个文件夹，或先清空它。")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as made:
        work = Path(made)
        unpack(official, work / "all" / PYTHON)
        _install(work, wheel or _own_wheel(work), wheels)
        for name, shown in SCRIPTS.items():
            text = (files(__package__) / name).read_text("utf-8")
            (work / "all" / shown).write_text(text, encoding="gb2312", newline="\r\n")
        write_sums(work / "all")
        if folder.exists():
            folder.rmdir()
        shutil.move(work / "all", folder)


def _own_wheel(work: Path) -> Path:
    if not (_CHECKOUT / "pyproject.toml").is_file():
        raise InstallError("请用 --wheel 给出本软件的 .whl 文件。")
    _pip("wheel", "--no-deps", "--wheel-dir", str(work), str(_CHECKOUT))
    return next(work.glob("*.whl"))


def _install(work: Path, wheel: Path, wheels: Path | None) -> None:
    python = work / "all" / PYTHON
    packages = python / SITE_PACKAGES
    source = ("--no-index", "-f", str(wheels)) if wheels else ()
    target = ("--no-compile", "--target", str(packages))
    _pip("install", *_FOR_WINDOWS, *source, *target, str(wheel), *_NAMED)
    for library in packages.glob("xlwings*.dll"):  # where Excel looks for them
        library.rename(python / library.name)
    shutil.rmtree(packages / "bin", ignore_errors=True)  # for the system that pip ran on
    shutil.rmtree(packages / "pandas" / "tests", ignore_errors=True)  # a fifth of all files
    (python / COMMAND).write_text(_COMMAND, encoding="ascii", newline="")
    if not (packages / "win32").is_dir() or not list(python.glob("xlwings64-*.dll")):
        raise InstallError("pip 取来的不是 Windows 的安装包：缺少 pywin32 或 xlwings 的 DLL。")


def _pip(*words: str) -> None:
    command = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *words]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, check=False)
    if done.returncode:
        raise InstallError("pip 没有成功，原因见上。没有留下文件夹。")
