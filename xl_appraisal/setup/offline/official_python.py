"""Python for Windows as python.org gives it out to be put into programs: its embeddable package.

It is a folder that looks at no registry, no variable and no other Python (``python311._pth``).
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from pathlib import Path

from xl_appraisal.files.disk import read_file
from xl_appraisal.setup.install.file_changes import InstallError

NAME = "python-3.11.9-embed-amd64.zip"
SHA256 = {NAME: "009d6bf7e3b2ddca3d784fa09f90fe54336d5b60f0e0f305c37f400bf83cfd3b"}
"""Where it was learnt: docs/decisions/0033-a-folder-for-offline-machines.md."""

SITE_PACKAGES = "Lib/site-packages"
_FORM = re.compile(r"python-3\.11\.\d+-embed-amd64\.zip")  # what the wheels are chosen for
_WHERE_FROM = (
    "请从 python.org 的 Windows 下载页取“Windows embeddable package (64-bit)”，"
    f"3.11 的最后一版是 {NAME}，不要改文件名。"
)
_PARTS = ("python.exe", "pythonw.exe", "python311.dll", "python311.zip", "python311._pth")
_PATHS = ("python311.zip", ".", SITE_PACKAGES.replace("/", "\\"), "import site")


def check_official(path: Path, sha256: str | None = None) -> bytes:
    """The package's bytes, if name and SHA-256 are right; ``sha256`` is what python.org says.

    Raises :class:`InstallError` for a file that is not there, another name, another content, or a
    release whose SHA-256 is not known here and was not given; :class:`XlsxError` where the file
    cannot be read.
    """
    if not _FORM.fullmatch(path.name):
        raise InstallError(f"{path.name}：不是所要的 Python。{_WHERE_FROM}")
    if not path.exists():
        raise InstallError(
            f"没有 {path.name}。本软件不附带 Python，{_WHERE_FROM}"
            f"下载后放到 {path.resolve().parent}，再运行一次；它的 SHA-256 会自动核对。"
        )
    wanted = (sha256 or SHA256.get(path.name, "")).strip().lower()
    if not re.fullmatch("[0-9a-f]{64}", wanted):
        raise InstallError(
            f"{path.name}：不知道它的 SHA-256。请在 python.org 的发布页查到，用 --sha256 写明。"
        )
    data = read_file(str(path))[0]
    found = hashlib.sha256(data).hexdigest()
    if found != wanted:
        raise InstallError(
            f"{path.name}：内容与官方的不同（SHA-256 应是 {wanted}，这个文件是 {found}）。"
            "请删除后从 python.org 重新下载，不要使用这个文件。"
        )
    return data


def unpack(package: Path, folder: Path) -> None:
    """Unpack a checked package, and let it find what is in its own ``Lib/site-packages``.

    Raises :class:`InstallError` where it is no such package.
    """
    with zipfile.ZipFile(package) as archive:
        lost = sorted(set(_PARTS) - set(archive.namelist()))
        if lost:
            raise InstallError(f"{package.name}：里面没有 {'、'.join(lost)}，不是所要的 Python。")
        archive.extractall(folder)
    (folder / SITE_PACKAGES).mkdir(parents=True)
    (folder / "python311._pth").write_text("".join(f"{line}\r\n" for line in _PATHS), newline="")
