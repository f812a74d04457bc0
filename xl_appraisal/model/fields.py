"""Reading a TOML table field by field, collecting every fault instead of stopping at the first.

Used for notices and layouts.  A fault is a Chinese sentence: where, what was found, what is
allowed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias, get_args

Path: TypeAlias = tuple[str | int, ...]
"""Where a value stands in a document: keys, and places in lists from 0."""

_MISSING: Any = object()


class Fault(str):
    """A fault's sentence; ``path`` is the value that it is about, to find its line by."""

    __slots__ = ("path",)

    path: Path

    def __new__(cls, text: str, path: Path = ()) -> Fault:
        fault = super().__new__(cls, text)
        fault.path = path
        return fault


Faults = list[str]


class Fields:
    """One table of the file; every getter notes its fault and returns a harmless stand-in."""

    def __init__(self, where: str, table: object, faults: Faults, path: Path = ()) -> None:
        self.where = where
        self.path = path
        self.faults = faults
        self.table: dict[str, Any] = table if isinstance(table, dict) else {}
        self._known: set[str] = set()
        if not isinstance(table, dict):
            self.note(f"应为一组“名称 = 值”，实为 {_show(table)}。")

    def note(self, text: str, *keys: str | int) -> None:
        """Note a fault of the table, or of the value that ``keys`` lead to."""
        self.faults.append(Fault(f"{self.where}：{text}", (*self.path, *keys)))

    def fault(self, key: str, found: object, allowed: str) -> None:
        """Note that ``key`` holds ``found`` where only ``allowed`` is allowed."""
        self.note(f"{key} 为 {_show(found)}；应为{allowed}。", key)

    def _get(self, key: str, default: object) -> Any:
        self._known.add(key)
        value = self.table.get(key, default)
        if value is _MISSING:
            self.note(f"缺少 {key}。", key)
        return value

    def text(self, key: str, default: str | None = None) -> str:
        value = self._get(key, _MISSING if default is None else default)
        if value is _MISSING:
            return ""
        if not isinstance(value, str):
            self.fault(key, value, "文字（写在引号里）")
            return ""
        return value

    def choice(self, key: str, kind: Any, default: str | None = None) -> Any:
        """One of the words of the ``Literal`` type ``kind``."""
        allowed = get_args(kind)
        value = self.text(key, default)
        if value not in allowed:
            if key in self.table:
                self.fault(key, value, "、".join(allowed) + " 之一")
            return allowed[0]
        return value

    def number(self, key: str) -> Decimal:
        value = self._get(key, _MISSING)
        return Decimal(0) if value is _MISSING else self._number(key, value)

    def optional_number(self, key: str) -> Decimal | None:
        """A number, or ``None`` where the key is absent or set to ``""``."""
        value = self._get(key, "")
        return None if value == "" else self._number(key, value)

    def _number(self, key: str, value: object) -> Decimal:
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            self.fault(key, value, "数字（不加引号）")
            return Decimal(0)
        number = Decimal(value)
        if not number.is_finite() or number.copy_abs() >= 10**9 or _places(number) > 12:
            self.fault(key, value, "绝对值小于十亿、最多12位小数的数字")
            return Decimal(0)
        return number

    def integer(self, key: str) -> int:
        value = self._get(key, _MISSING)
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**6:
            return value
        if value is not _MISSING:
            self.fault(key, value, "不小于0的整数")
        return 0

    def share(self, key: str) -> Fraction:
        value = self._get(key, _MISSING)
        share = parse_share(value)
        if share is None and value is not _MISSING:
            self.fault(key, value, '0 到 1 之间的比例，写作 "30%"、"2/3" 或 0.3')
        return share or Fraction(0)

    def flag(self, key: str, default: bool = False) -> bool:
        value = self._get(key, default)
        if not isinstance(value, bool):
            self.fault(key, value, "true 或 false")
            return default
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        value = self._get(key, _MISSING)
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        if value is not _MISSING:
            self.fault(key, value, '一组文字，如 ["甲", "乙"]')
        return ()

    def table_of(self, key: str, *, optional: bool = False) -> Fields | None:
        """The table under ``key``; ``None`` where it is optional and absent."""
        value = self._get(key, None if optional else _MISSING)
        if value is None or value is _MISSING:
            return None
        return Fields(f"{self.where} {key}", value, self.faults, (*self.path, key))

    def tables(self, key: str) -> Iterator[Fields]:
        """Each table of the list under ``key``; nothing where it is absent."""
        value = self._get(key, [])
        if not isinstance(value, list):
            self.fault(key, value, "一组表")
            return
        for number, table in enumerate(value, 1):
            name = table.get("name") or table.get("id") if isinstance(table, dict) else None
            where = f"{self.where} {key}第{number}项{f'（{name}）' if name else ''}"
            yield Fields(where, table, self.faults, (*self.path, key, number - 1))

    def done(self, also: Collection[str] = ()) -> None:
        """Note every key that nobody asked for: most often a misspelt one."""
        for key in self.table:
            if key not in self._known and key not in also:
                known = "、".join(sorted(self._known))
                self.note(f"不认识 {key}。可用的有：{known}。", key)


def is_id(text: str) -> bool:
    """Whether a column may be named so: ASCII letters, digits, underscores."""
    return text.isascii() and text.replace("_", "").isalnum()


def parse_share(value: object) -> Fraction | None:
    """``"30%"``, ``"2/3"``, ``0.3`` as an exact share from 0 to 1, else ``None``."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        return None
    text = str(value).strip()
    scale = 100 if text.endswith("%") else 1
    text = text.removesuffix("%")
    if len(text) > 30 or "e" in text.lower():
        return None
    try:
        share = Fraction(text) / scale
    except (ValueError, ZeroDivisionError):
        return None
    return share if 0 <= share <= 1 else None


def _places(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _show(value: object) -> str:
    if value is _MISSING or value is None:
        return "空"
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= 40 else text[:40] + "…"
