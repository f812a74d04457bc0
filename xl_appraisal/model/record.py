"""Frozen values with named fields: how every value type of the product is written.

    class Place(Record):
        sheet: str
        cell: str = ""

behaves as a frozen, slotted dataclass and is one to type checkers and to :mod:`dataclasses`
(``replace``, ``asdict`` …).  Nothing is generated for a class: one set of methods serves all.
Why not dataclasses, attrs, msgspec or named tuples: docs/decisions/0021-records.md.  What is
made for every cell of a sheet (:class:`~xl_appraisal.model.grid.Cell`) is a named tuple.
"""

from __future__ import annotations

from collections.abc import Callable
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
    _setters: tuple[Callable[[Any, Any], None], ...]
    _values: attrgetter[Any]

    def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> _RecordType:
        own = tuple(body.get("__annotations__", ()))
        base = bases[0] if bases else None
        before, defaults = (base._fields, base._defaults) if isinstance(base, cls) else ((), {})
        body["_defaults"] = defaults | {field: body.pop(field) for field in own if field in body}
        body["__slots__"] = (*body.get("__slots__", ()), *own)
        body["_fields"] = body["__match_args__"] = fields = (*before, *own)
        made = super().__new__(cls, name, bases, body)
        if fields:
            made._setters = tuple(getattr(made, field).__set__ for field in fields)
            made._values = attrgetter(*fields)
        return made

    def _in_order(cls, args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[Any, ...]:
        """The value of every field, those not given from the defaults."""
        values = {**cls._defaults, **dict(zip(cls._fields, args, strict=False)), **kwargs}
        wrong = values.keys() ^ set(cls._fields) or kwargs.keys() & set(cls._fields[: len(args)])
        if wrong or len(args) > len(cls._fields):
            named = ", ".join(sorted(wrong)) or f"{len(args)} values"
            raise TypeError(f"{cls.__name__}({', '.join(cls._fields)}) cannot be made: {named}")
        return tuple(values[field] for field in cls._fields)


class Record(metaclass=_RecordType):
    """A frozen value: equal to another of its class with equal fields, hashable if they are.

    Raises :class:`TypeError` when made with other fields than its class has and
    :class:`AttributeError` on any attempt to change one.  A class with cached properties says
    ``__slots__ = ("__dict__",)`` for them.
    """

    __dataclass_fields__ = _FieldsOnDemand()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kind = type(self)
        if kwargs or len(args) != len(kind._setters):
            args = kind._in_order(args, kwargs)
        for set_field, value in zip(kind._setters, args, strict=True):
            set_field(self, value)

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
        shown = (f"{field}={value!r}" for field, value in as_dict(self).items())
        return f"{type(self).__qualname__}({', '.join(shown)})"

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), tuple(as_dict(self).values())


def replace(record: T, **changes: Any) -> T:
    """The record with some fields changed; as :func:`dataclasses.replace`."""
    return type(record)(**{**as_dict(record), **changes})


def as_dict(record: Record) -> dict[str, Any]:
    """The fields of one record by name; what they hold stays as it is."""
    return {field: getattr(record, field) for field in type(record)._fields}
