"""One workbook: blocked by its origin, of another version, or configured against us."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from xl_appraisal.book.sheets import SETTINGS, SETTINGS_SHEET
from xl_appraisal.ooxml import Workbook, XlsxError
from xl_appraisal.setup.doctor.addin_check import stated_version, vba_modules
from xl_appraisal.setup.doctor.report_line import Line, line
from xl_appraisal.setup.doctor.trust_check import trusted_folders
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
        yield line("workbook", path=path)
        return
    if machine.windows:
        yield mark_of_the_web(machine, excel, path)
    if path.suffix.lower() not in _MACRO_BOOKS:
        yield line("workbook_vba.plain", suffix=path.suffix)
        return
    yield from _vba(path)
    other = _other_settings(path) if _has_sheet_config(path) else []
    if other:
        yield line("sheet_config", settings="、".join(other), ours="、".join(SETTINGS))


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
        return line("blocked.not")
    folder = str(path.parent)
    if excel and any(trusted.holds(folder) for trusted in trusted_folders(machine, excel)):
        return line("blocked.trusted")
    return line("blocked", path=path)


def _vba(path: Path) -> Iterator[Line]:
    try:
        modules = vba_modules(path)
    except Exception as error:  # whatever pyOpenVBA meets, it cannot be read
        yield line("workbook_vba.unreadable", path=path, error=type(error).__name__)
        return
    if not modules:
        yield line("workbook_vba.none")
        return
    yield from _embedded(modules)
    yield _own_modules(modules)


def _embedded(modules: dict[str, str]) -> Iterator[Line]:
    """The xlwings module of a standalone workbook, which must be of the package's version."""
    found = stated_version({name: s for name, s in modules.items() if name.lower() == "xlwings"})
    if found:
        wanted = installed("xlwings")
        name = "embedded" if found == wanted else "embedded.other"
        yield line(name, version=found, wanted=wanted)


def _own_modules(modules: dict[str, str]) -> Line:
    """Our own modules, against those that the installed version would write."""
    from xl_appraisal.book.new.macros.sources import Bridge, project_modules

    names = {name.lower() for name in modules}
    bridges: tuple[Bridge, ...] = ("reference", "standalone", "addin")
    made = project_modules(next(b for b in bridges if f"{b}bridge" in names or b == "addin"))
    expected = [m for m in made if not m.document]
    sources = {name.lower(): _plain(source) for name, source in modules.items()}
    missing, other = [], []
    for module in expected:
        source = sources.get(module.name.lower())
        if source is None:
            missing.append(f"缺少模块 {module.name}")
        elif source != _plain(module.source):
            other.append(f"模块 {module.name} 不同")
    found = missing + other
    return (
        line("workbook_vba.other", differences="；".join(found)) if found else line("workbook_vba")
    )


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
