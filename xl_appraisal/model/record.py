"""Frozen values with named fields: how every value type of the product is written.

    class Place(Record):
        sheet: str
        cell: str = ""

behaves as a frozen, slotted dataclass and is one to type checkers and to :mod:`dataclasses`
(``replace``, ``asdict`` …).  The decorator itself would cost a command that takes a tenth of a
second a third of it: it imports ``inspect``, and compiles six methods for each class, used or
not.  Here one set of methods serves all classes, and a class's ``__init__`` is compiled when
its first value is made.  Measured in docs/performance.md.
"""

from __future__ import annotations

from operator import attrgetter
from types import MappingProxyType
from typing import Any, TypeVar, dataclass_transform

T = TypeVar("T", bound="Record")

NOTHING: MappingProxyType[Any, Any] = MappingProxyType({})
"""The default of a field that is a mapping."""


class _FieldsOnDemand:
    """What :mod:`dataclasses` asks a class for, made when it asks."""

    def __get__(self, value: Any, kind: _RecordType) -> dict[str, Any]:
        import dataclasses

        made: Any = dataclasses.make_dataclass(kind.__name__, kind._fields)
        fields: dict[str, Any] = made.__dataclass_fields__
        return fields


@dataclass_transform(frozen_default=True)
class _RecordType(type):
    """Turns a class body's annotations into slots; their values become defaults."""

    _fields: tuple[str, ...]
    _defaults: dict[str, Any]
    _values: attrgetter[Any]

    def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> _RecordType:
        own = tuple(body.get("__annotations__", ()))
        base = bases[0] if bases else None
        before, defaults = (base._fields, base._defaults) if isinstance(base, cls) else ((), {})
        body["_defaults"] = defaults | {field: body.pop(field) for field in own if field in body}
        body["__slots__"] = (*body.get("__slots__", ()), *own)
        body["_fields"] = body["__match_args__"] = fields = (*before, *own)
        if fields:
            body["_values"] = attrgetter(*fields)
            body["__init__"] = _first_init
        return super().__new__(cls, name, bases, body)


def _first_init(self: Record, *args: Any, **kwargs: Any) -> None:
    """The ``__init__`` of a class without a value yet: makes the real one, which takes over."""
    kind = type(self)
    kind.__init__ = made = _make_init(kind)  # type: ignore[method-assign]
    made(self, *args, **kwargs)


def _make_init(kind: _RecordType) -> Any:
    fields, defaults = kind._fields, kind._defaults
    names = {f"_set_{field}": getattr(kind, field).__set__ for field in fields}
    names |= {f"_default_{field}": value for field, value in defaults.items()}
    asked = [f"{f}=_default_{f}" if f in defaults else f for f in fields]
    body = "".join(f"\n    _set_{field}(self, {field})" for field in fields)
    exec(f"def __init__(self, {', '.join(asked)}):{body}", names)
    names["__init__"].__qualname__ = f"{kind.__qualname__}.__init__"
    return names["__init__"]


class Record(metaclass=_RecordType):
    """A frozen value: equal to another of its class with equal fields, hashable if they are.

    Raises :class:`TypeError` when made with other fields than its class has and
    :class:`AttributeError` on any attempt to change one.  A class with cached properties says
    ``__slots__ = ("__dict__",)`` for them.
    """

    __dataclass_fields__ = _FieldsOnDemand()

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen: cannot assign {name!r}")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen: cannot delete {name!r}")

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        kind = type(self)
        return bool(kind._values(self) == kind._values(other))

    def __hash__(self) -> int:
        return hash((type(self), type(self)._values(self)))

    def __repr__(self) -> str:
        shown = (f"{field}={getattr(self, field)!r}" for field in type(self)._fields)
        return f"{type(self).__qualname__}({', '.join(shown)})"

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), tuple(getattr(self, field) for field in type(self)._fields)


def replace(record: T, **changes: Any) -> T:
    """The record with some fields changed; as :func:`dataclasses.replace`."""
    kept = {f: getattr(record, f) for f in type(record)._fields if f not in changes}
    return type(record)(**kept, **changes)


def as_dict(record: Record) -> dict[str, Any]:
    """The fields of one record by name; what they hold stays as it is."""
    return {field: getattr(record, field) for field in type(record)._fields}
