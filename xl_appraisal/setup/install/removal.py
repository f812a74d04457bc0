"""Uninstalling: exactly what was installed, and nothing else of the user's."""

from __future__ import annotations

from pathlib import Path

from xl_appraisal.setup.install import xlwings_config as config
from xl_appraisal.setup.install.excel_found import ADDIN
from xl_appraisal.setup.install.file_changes import Change, Command, contents
from xl_appraisal.setup.install.install_plan import Plan
from xl_appraisal.setup.install.install_record import (
    Installed,
    PlacedFile,
    backup_path,
    read_record,
    record_change,
)
from xl_appraisal.setup.install.machine import Machine

EXTENSION = "xl_appraisal.oxt"


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
