"""One workbook: blocked by its origin, of another version, or configured against us."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from xl_appraisal.book.sheets import SETTINGS, SETTINGS_SHEET
from xl_appraisal.ooxml import Workbook, XlsxError
from xl_appraisal.setup.doctor.addin_check import stated_version
from xl_appraisal.setup.doctor.report_line import Line
from xl_appraisal.setup.doctor.trust_check import GUIDE, trusted_folders
from xl_appraisal.setup.install.excel_found import Excel
from xl_appraisal.setup.install.machine import Machine
from xl_appraisal.setup.install.packages import installed

_INTERNET = 3  # security zones: 3 is the internet, 4 restricted sites
_ZONE = re.compile(rb"ZoneId\s*=\s*(\d+)")
_SHEET_CONFIG = f'"{SETTINGS_SHEET}"'.encode()
_MACRO_BOOKS = (".xlsm", ".xltm", ".xlsb", ".xlam")


def workbook_lines(machine: Machine, excel: Excel | None, path: Path) -> Iterator[Line]:
    """The workbook's mark of the web, its VBA, its configuration sheet."""
    if not path.is_file():
        yield Line("error", "workbook", "工作簿", f"{path} 不存在", "请检查路径。")
        return
    if machine.windows:
        yield mark_of_the_web(machine, excel, path)
    if path.suffix.lower() not in _MACRO_BOOKS:
        yield Line(
            "info", "workbook_vba", "工作簿中的宏", f"{path.suffix} 工作簿不含宏，用命令行计算"
        )
        return
    yield from _vba(path)
    other = _other_settings(path) if _has_sheet_config(path) else []
    if other:
        text = f"工作表 xlwings.conf 中的设置优先于用户配置：{'、'.join(other)}"
        ours = "、".join(SETTINGS)
        remedy = f"本软件的模板里只有 {ours}：请确认其余的从哪里来，不需要时删去。"
        yield Line("warning", "sheet_config", "工作簿中的 xlwings 设置", text, remedy)


def zone(path: Path) -> int | None:
    """The security zone that Windows noted for a file, ``None`` where it noted none."""
    with suppress(OSError, ValueError):  # no such stream, or a disk that has no streams
        match = _ZONE.search(Path(f"{path}:Zone.Identifier").read_bytes())
        return int(match[1]) if match else None
    return None


def mark_of_the_web(machine: Machine, excel: Excel | None, path: Path) -> Line:
    """Whether Windows marked the file as coming from the internet, for which Excel blocks it."""
    found = zone(path)
    if found is None or found < _INTERNET:
        return Line("fine", "blocked", "文件来源标记", "没有“来自网络”的标记")
    folder = str(path.parent)
    if excel and any(trusted.holds(folder) for trusted in trusted_folders(machine, excel)):
        text = "有“来自网络”的标记，但文件夹是受信任位置，宏可以运行"
        return Line("fine", "blocked", "文件来源标记", text)
    return Line(
        "error",
        "blocked",
        "文件来源标记",
        f"{path} 有“来自网络”的标记，Excel 会阻止其中的宏，且没有“启用内容”可点",
        "确认来源可靠后：关闭工作簿，在文件上点右键-“属性”-勾选“解除锁定”-“确定”，再打开；"
        f"或放入受信任位置。{GUIDE}。",
    )


def _vba(path: Path) -> Iterator[Line]:
    checked = "工作簿中的宏"
    try:
        modules = _modules(path)
    except Exception as error:  # whatever pyOpenVBA meets, it cannot be read
        text = f"{path} 读不出：{type(error).__name__}"
        remedy = "文件若正在 Excel 中打开，请关闭后再查；若已损坏，请用备份。"
        yield Line("warning", "workbook_vba", checked, text, remedy)
        return
    if not modules:
        remedy = "用 xl-appraisal new 新建带宏的工作簿，或用命令行计算。"
        yield Line("warning", "workbook_vba", checked, "没有宏：按钮和函数不会工作", remedy)
        return
    yield from _embedded(modules)
    yield _own_modules(modules)


def _modules(path: Path) -> dict[str, str]:
    from pyopenvba import ExcelFile

    with ExcelFile(path) as file:
        modules: dict[str, str] = file.vba_modules() if file.has_vba_project() else {}
    return modules


def _embedded(modules: dict[str, str]) -> Iterator[Line]:
    """The xlwings module of a standalone workbook, which must be of the package's version."""
    found = stated_version({name: s for name, s in modules.items() if name.lower() == "xlwings"})
    if not found:
        return
    wanted = installed("xlwings")
    if found == wanted:
        yield Line("fine", "embedded", "工作簿内嵌的 xlwings", found)
    else:
        text = f"{found}，Python 的 xlwings 是 {wanted}，两者必须相同"
        remedy = "请用 xl-appraisal new --standalone 重新生成工作簿，再用 import 导入数据。"
        yield Line("error", "embedded", "工作簿内嵌的 xlwings", text, remedy)


def _own_modules(modules: dict[str, str]) -> Line:
    """Our own modules, against those that the installed version would write."""
    from xl_appraisal.book.new.macros.module import Kind
    from xl_appraisal.book.new.macros.sources import project_modules

    names = {name.lower() for name in modules}
    made = project_modules(
        standalone="standalonebridge" in names, reference="referencebridge" in names
    )
    expected = [m for m in made if m.kind is Kind.STANDARD]
    sources = {name.lower(): _plain(source) for name, source in modules.items()}
    missing = [m.name for m in expected if m.name.lower() not in sources]
    other = [
        m.name
        for m in expected
        if m.name not in missing and sources[m.name.lower()] != _plain(m.source)
    ]
    if not missing and not other:
        return Line("fine", "workbook_vba", "工作簿中的宏", "与已安装的版本一致")
    found = [f"缺少模块 {name}" for name in missing] + [f"模块 {name} 不同" for name in other]
    remedy = "请用已安装的版本新建工作簿（xl-appraisal new），再用 xl-appraisal import 导入数据。"
    return Line("warning", "workbook_vba", "工作簿中的宏", "；".join(found), remedy)


def _plain(source: str) -> str:
    """Source as VBA sees it: the editor changes case, blanks and attribute lines at will."""
    lines = (line.strip().lower() for line in source.splitlines())
    kept = (line for line in lines if line and not line.startswith("attribute "))
    return "".join("".join(line.split()) for line in kept)


def _other_settings(path: Path) -> list[str]:
    """The settings on the sheet besides the template's own; 读不出 where it cannot be read."""
    try:
        grid = Workbook.open(path).grid(SETTINGS_SHEET)
    except (OSError, XlsxError):
        return ["读不出"]
    named = {row: str(cell.value) for (row, column), cell in grid.cells.items() if column == 1}
    return [
        f"{name[:40]}={str(grid[row, 2].value)[:60]}"
        for row, name in sorted(named.items())
        if SETTINGS.get(name.upper()) != str(grid[row, 2].value).lower()
    ]


def _has_sheet_config(path: Path) -> bool:
    with (
        suppress(OSError, KeyError, zipfile.BadZipFile, NotImplementedError),
        zipfile.ZipFile(path) as package,
        package.open("xl/workbook.xml") as part,
    ):
        return _SHEET_CONFIG in part.read(1 << 20)
    return False
