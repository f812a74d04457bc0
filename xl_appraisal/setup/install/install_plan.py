"""Installing and uninstalling: worked out before anything is touched, then carried out."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from xl_appraisal.setup.install import xlwings_config as config
from xl_appraisal.setup.install.excel_found import (
    ADDIN,
    Excel,
    find_excel,
    registered_addin,
    startup_folder,
    taken_over_by,
)
from xl_appraisal.setup.install.file_changes import (
    Change,
    Command,
    InstallError,
    Plan,
    Told,
    contents,
    perform,
)
from xl_appraisal.setup.install.install_record import (
    Installed,
    PlacedFile,
    PlacedSetting,
    backup_path,
    digest,
    placed,
    read_record,
    record_change,
)
from xl_appraisal.setup.install.machine import Machine
from xl_appraisal.setup.install.packages import addin_source
from xl_appraisal.setup.install.staff_template import staff_paths, template_source

EXTENSION = "xl_appraisal.oxt"
WITHOUT_EXCEL = (
    "本机没有找到 Microsoft Excel（for Windows），不能安装 Excel 加载项。\n"
    "仍然可以使用：\n"
    "  xl-appraisal new / import / recalc / check / explain：用命令行建表、导入、计算和核对，"
    "不需要任何表格软件；\n"
    "  LibreOffice、WPS：可以打开工作簿填数和查看，填完后用 xl-appraisal recalc 计算。\n"
    "用 xl-appraisal doctor 查看本机情况。"
)


class NoExcelError(InstallError):
    """There is no Excel on this machine to install anything into."""


def plan_install(
    machine: Machine, *, template: Path | None = None, addin: Path | None = None
) -> Plan:
    """What installing would change here.

    Raises :class:`NoExcelError` without Excel, and :class:`InstallError` where a part of the
    package, or a way to write the configuration, is missing.
    """
    excel = find_excel(machine)
    if excel is None:
        raise NoExcelError(WITHOUT_EXCEL)
    files = _Files(machine)
    source = template or template_source()
    files.put("xlwings 加载项", addin or addin_source(), addin_target(machine, excel))
    place = files.template_place(source)
    if place is not None:
        files.put("模板", source, place)
    settings, entries, notes = _settings(machine, files.known)
    notes.append(f"模板：{place or staff_paths(machine)[1]}")
    if other := taken_over_by(machine):
        notes.append(
            f"本机由 {other} 代替 Excel 响应，xlwings 可能连到它：请在 WPS 设置中取消兼容。"
        )
    # Backups and record first: whatever happens after them, uninstalling knows what to do.
    record = record_change(machine, Installed(files.entries, entries))
    changes = (*files.backups, record, *files.changes, settings)
    return Plan(tuple(change for change in changes if change.needed), tuple(notes))


def addin_target(machine: Machine, excel: Excel) -> Path:
    """Where the add-in goes: over the copy that is registered in Excel, else to XLSTART."""
    return registered_addin(machine, excel) or startup_folder(machine) / ADDIN


class _Files:
    """Files to be put: their changes, those that save what they replace, their records."""

    def __init__(self, machine: Machine) -> None:
        self.machine, self.known = machine, read_record(machine)
        self.entries = dict(self.known.files)
        self.changes: list[Change] = []
        self.backups: list[Change] = []

    def _ours(self, target: Path) -> PlacedFile | None:
        """The record of a file that is still as it was put there."""
        recorded = self.known.files.get(str(target))
        return recorded if recorded and recorded.is_ours(contents(target)) else None

    def put(self, what: str, source: Path, target: Path) -> None:
        before, after, ours = contents(target), source.read_bytes(), self._ours(target)
        self.changes.append(Change(what, target, before, after))
        name = None
        if before is not None and ours is None:
            if before == after:  # put there by somebody else, who will also take it away
                return
            name = f"{digest(before)[:16]}-{target.name}"
            backup = backup_path(self.machine, name)
            self.backups.append(Change(f"{what}的备份", backup, contents(backup), before))
        self.entries[str(target)] = placed(target, after, ours, name)

    def template_place(self, source: Path) -> Path | None:
        """Where the template goes; a file of its name that somebody works in is never replaced."""
        for path in staff_paths(self.machine):
            if contents(path) in (None, source.read_bytes()) or self._ours(path):
                return path
        return None


def _settings(
    machine: Machine, known: Installed
) -> tuple[Change, dict[str, PlacedSetting], list[str]]:
    current = config.read_settings(machine)
    wanted = config.interpreter_settings(machine)
    wanted[config.UDF_MODULES] = config.with_module(current.get(config.UDF_MODULES, ""))
    entries: dict[str, PlacedSetting] = {}
    notes = []
    for name, value in wanted.items():
        recorded = known.settings.get(name)
        before = current.get(name)
        if recorded is not None and before == recorded.after:
            before = recorded.before
        entries[name] = PlacedSetting(name, before, value)
        if name == config.INTERPRETER and before not in (None, value):
            notes.append(f"xlwings 的解释器由“{before}”改为“{value}”；卸载时恢复。")
    return config.settings_change(machine, wanted), entries, notes


def carry_out(machine: Machine, plan: Plan, told: Told = lambda _: None) -> bool:
    """Take the planned steps; ``True`` where an open Excel must be started anew to see it.

    Raises ``InstallError`` when a step fails; all steps are undone then.
    """
    paths = [step.path for step in plan.steps if isinstance(step, Change)]
    addin = next((path for path in paths if path.name.lower() == ADDIN), None)
    running = machine.excel() if addin is not None else None
    if running is None or addin is None:
        perform(plan.steps, machine.run, told)
        return False
    with suppress(Exception):  # then replacing the file fails, and says why
        running.unload(addin.name)
    try:
        perform(plan.steps, machine.run, told)
    finally:
        loaded = not addin.is_file()
        with suppress(Exception):  # Excel may be showing a dialog; a restart does the same
            if addin.is_file():
                running.load(addin)
                loaded = True
    return not loaded


def plan_uninstall(machine: Machine) -> Plan:
    """What uninstalling would change here: nothing where nothing was installed.

    Raises :class:`~xl_appraisal.setup.install.file_changes.InstallError` where the record of the
    installation cannot be read.
    """
    known = read_record(machine)
    record = record_change(machine, None)
    if not record.needed:
        return Plan((), ("没有安装记录，没有要删除的内容。",))
    changes, notes = [], []
    for file in known.files.values():
        now = contents(Path(file.path))
        if file.is_ours(now):
            changes.append(_taken_back(machine, file, now))
        elif now is not None:  # the user's own since then
            notes.append(f"{file.path}：安装后已被改动，予以保留。")
    restored = _restored(config.read_settings(machine), known)
    changes.append(config.settings_change(machine, restored))
    backups = {file.backup for file in known.files.values() if file.backup}
    for backup in (backup_path(machine, name) for name in sorted(backups)):
        changes.append(Change("备份", backup, contents(backup), None))
    changes.append(record)
    needed = (change for change in changes if change.needed)
    return Plan((*_extension(machine, known), *needed), tuple(notes))


def _extension(machine: Machine, known: Installed) -> tuple[Command, ...]:
    """The extension, if it was installed from here."""
    if not any(Path(path).name == EXTENSION for path in known.files):
        return ()
    from xl_appraisal.setup.install.install_libreoffice import removing

    return removing(machine)


def _taken_back(machine: Machine, file: PlacedFile, now: bytes | None) -> Change:
    """Back to what the file replaced."""
    path = Path(file.path)
    before = contents(backup_path(machine, file.backup)) if file.backup else None
    names = {ADDIN: "xlwings 加载项", EXTENSION: "LibreOffice 扩展"}
    return Change(names.get(path.name.lower(), "模板"), path, now, before)


def _restored(current: dict[str, str], known: Installed) -> dict[str, str | None]:
    """The settings as they were; one changed by the user since then stays as it is."""
    wanted: dict[str, str | None] = {}
    for setting in known.settings.values():
        now = current.get(setting.name)
        if setting.name == config.UDF_MODULES and now is not None:
            if config.UDF_MODULE in (setting.before or "").split(";"):
                continue  # it was in the list before us
            wanted[setting.name] = config.without_module(now) or setting.before
        elif now == setting.after:
            wanted[setting.name] = setting.before
    return wanted
