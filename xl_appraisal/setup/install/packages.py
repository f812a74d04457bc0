"""The Python packages that are installed here."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from xl_appraisal.setup.install.excel_found import ADDIN
from xl_appraisal.setup.install.file_changes import InstallError


def installed(package: str) -> str:
    """The installed version of a package, empty where it is absent."""
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def addin_source() -> Path:
    """The add-in of the installed xlwings package, and so of its version.

    Raises :class:`InstallError` where the package is absent or incomplete.
    """
    spec = find_spec("xlwings")  # the package is not imported: that alone takes half a second
    path = Path(spec.origin).parent / "addin" / ADDIN if spec and spec.origin else None
    if path is None or not path.is_file():
        raise InstallError(f"没有找到 xlwings 包中的 {ADDIN}，请运行 pip install --upgrade xlwings")
    return path
