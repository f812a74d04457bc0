"""The workbook for staff: where the package keeps it, and where staff look for it."""

from __future__ import annotations

from pathlib import Path, PureWindowsPath

from xl_appraisal.setup.install.excel_found import shell_folder
from xl_appraisal.setup.install.file_changes import InstallError
from xl_appraisal.setup.install.machine import Machine
from xl_appraisal.setup.install.packages import installed

NAME = "workbook_template.xlsm"
STAFF_NAME = "窗口绩效考核模板"
_PACKAGE = Path(__file__).parents[2]
_PLACES = (_PACKAGE / "data" / NAME, _PACKAGE.parent / NAME)


def template_source(places: tuple[Path, ...] = _PLACES) -> Path:
    """The template of the installed package, or of the checkout it runs from.

    Raises :class:`InstallError` where it is missing.
    """
    for path in places:
        if path.is_file():
            return path
    raise InstallError(
        f"安装包不完整：缺少模板 {NAME}（应在 {places[0].parent}）。"
        "请重新安装 xl-appraisal；急用时可运行 xl-appraisal new 新建工作簿。"
    )


def staff_folder(machine: Machine) -> Path:
    """Documents, else the desktop, else the profile: the first that OneDrive does not hold.

    Excel names a workbook in OneDrive by its web address, under which xlwings may not find it.
    """
    wanted = shell_folder(machine, "Personal", "Documents")
    for folder in (wanted, shell_folder(machine, "Desktop", "Desktop")):
        if not in_onedrive(machine, str(folder)):
            return folder
    return machine.home


def in_onedrive(machine: Machine, path: str) -> bool:
    """Whether a path lies in a folder that OneDrive keeps in step with the cloud."""
    roots = map(machine.env, ("OneDrive", "OneDriveConsumer", "OneDriveCommercial"))
    return any(PureWindowsPath(path).is_relative_to(root) for root in roots if root)


def staff_paths(machine: Machine) -> tuple[Path, Path]:
    """Where the template goes, and where to if somebody already works in the file of that name."""
    folder = staff_folder(machine)
    beside = f"{STAFF_NAME}（{installed('xl-appraisal') or '新'}版）.xlsm"
    return folder / f"{STAFF_NAME}.xlsm", folder / beside
