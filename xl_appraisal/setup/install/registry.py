"""What Windows' registry says, behind two questions, so that it can be answered elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from typing import Any

Entry = str | int


class Registry:
    r"""A registry to read from; this one is empty.  Keys are written ``HKCU\Software\…``."""

    def values(self, key: str) -> Mapping[str, Entry]:
        """The key's values by name, ``""`` for its default; nothing where there is no key."""
        del key
        return {}

    def subkeys(self, key: str) -> Sequence[str]:
        """The names of the keys right below; nothing where there is no key."""
        del key
        return ()


class WindowsRegistry(Registry):
    """The registry of this machine, its 64-bit and its 32-bit half read as one.

    A 32-bit Excel writes to the other half than a 64-bit Python reads, and the other way round.
    """

    def __init__(self) -> None:
        self._winreg: Any = import_module("winreg")

    def values(self, key: str) -> Mapping[str, Entry]:
        found: dict[str, Entry] = {}
        for handle in self._handles(key):
            for i in range(self._winreg.QueryInfoKey(handle)[1]):
                name, value, _ = self._winreg.EnumValue(handle, i)
                if isinstance(value, str | int):
                    found.setdefault(name, value)
        return found

    def subkeys(self, key: str) -> Sequence[str]:
        found: dict[str, None] = {}
        for handle in self._handles(key):
            count = self._winreg.QueryInfoKey(handle)[0]
            found |= dict.fromkeys(self._winreg.EnumKey(handle, i) for i in range(count))
        return tuple(found)

    def _handles(self, key: str) -> Iterator[Any]:
        root, _, path = key.partition("\\")
        hive = getattr(self._winreg, _HIVES[root])
        for half in (self._winreg.KEY_WOW64_64KEY, self._winreg.KEY_WOW64_32KEY):
            # No such key, or a policy forbids reading it: either way there is nothing to say.
            with suppress(OSError):
                yield self._winreg.OpenKey(hive, path, 0, self._winreg.KEY_READ | half)


_HIVES = {"HKCU": "HKEY_CURRENT_USER", "HKLM": "HKEY_LOCAL_MACHINE"}


def value(registry: Registry, key: str, name: str = "") -> Entry | None:
    """One value of a key (its default without a name), whatever the case of its name."""
    wanted = name.lower()
    return next((v for n, v in registry.values(key).items() if n.lower() == wanted), None)


def text(registry: Registry, key: str, name: str = "") -> str:
    """One value as text; empty where it is absent or no text."""
    found = value(registry, key, name)
    return found if isinstance(found, str) else ""


def first(registry: Registry, keys: Sequence[str], name: str) -> tuple[str, Entry] | None:
    """The first key of several that has the value, and the value."""
    for key in keys:
        found = value(registry, key, name)
        if found is not None:
            return key, found
    return None
