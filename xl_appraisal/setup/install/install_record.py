"""What was installed here, so that exactly that can be taken away again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from xl_appraisal.files.own_folder import own_folder
from xl_appraisal.model.exact_json import exact_json
from xl_appraisal.model.record import Record, as_dict
from xl_appraisal.setup.install.file_changes import Change, InstallError, contents
from xl_appraisal.setup.install.machine import Machine

_FORMAT = 1


class PlacedFile(Record):
    """A file that was put somewhere: the digests it had from us, and what it replaced."""

    path: str
    digests: tuple[str, ...]
    backup: str | None = None  # the name in the folder of backups

    def is_ours(self, data: bytes | None) -> bool:
        """Whether the file is still as it was put there."""
        return data is not None and digest(data) in self.digests


class PlacedSetting(Record):
    """A setting of the user's configuration: what it was before, and what it was set to."""

    name: str
    before: str | None
    after: str


class Installed(Record):
    """All that was installed, files by their path and settings by name; empty where nothing was."""

    files: Mapping[str, PlacedFile] = {}
    settings: Mapping[str, PlacedSetting] = {}


def placed(
    path: Path, data: bytes, ours: PlacedFile | None = None, backup: str | None = None
) -> PlacedFile:
    """The entry for a file put there, over one of ours or over one that was backed up."""
    digests = dict.fromkeys((*(ours.digests if ours else ()), digest(data)))
    return PlacedFile(str(path), tuple(digests), ours.backup if ours else backup)


def folder(machine: Machine) -> Path:
    """The product's own folder in the user's local data."""
    return own_folder(machine.system, machine.env, machine.home)


def record_path(machine: Machine) -> Path:
    """The file that holds the record."""
    return folder(machine) / "install.json"


def backup_path(machine: Machine, name: str) -> Path:
    """Where a file of the user's is kept that ours took the place of."""
    return folder(machine) / "backup" / name


def digest(data: bytes) -> str:
    """The SHA-256 of a file's contents."""
    return hashlib.sha256(data).hexdigest()


def read_record(machine: Machine) -> Installed:
    """The record on this machine.  Raises :class:`InstallError` where it cannot be read."""
    path = record_path(machine)
    data = contents(path)
    if data is None:
        return Installed()
    try:
        found = json.loads(data)
        if found["format"] != _FORMAT:
            raise ValueError(found["format"])
        files = [PlacedFile(**f | {"digests": tuple(f["digests"])}) for f in found["files"]]
        settings = [PlacedSetting(**setting) for setting in found["settings"]]
    except (ValueError, KeyError, TypeError) as error:
        raise InstallError(
            f"{path}：安装记录无法读取，不能确定哪些文件由本软件安装，没有改动任何文件。"
            "请把此文件改名后重新运行 xl-appraisal install。"
        ) from error
    return Installed({f.path: f for f in files}, {s.name: s for s in settings})


def record_change(machine: Machine, record: Installed | None) -> Change:
    """The change that writes the record, or removes it."""
    path, after = record_path(machine), None
    if record is not None:
        lists = {name: list(entries.values()) for name, entries in as_dict(record).items()}
        value = {"format": _FORMAT, **exact_json(lists)}
        after = (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
    return Change("安装记录", path, contents(path), after)
