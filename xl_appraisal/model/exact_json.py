"""Values as JSON keeps them exactly: figures as texts, records and tuples as they are built."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from xl_appraisal.model.exact import plain
from xl_appraisal.model.record import Record, as_dict


def exact_json(value: object) -> Any:
    """``"107.562"``, ``"301/3"``; what has ``as_json`` by that, any other record by its fields."""
    if isinstance(value, Decimal | Fraction):
        return plain(value)
    own = getattr(value, "as_json", None)
    if own is not None:
        return own()
    if isinstance(value, Record):
        return exact_json(as_dict(value))
    if isinstance(value, Mapping):
        return {key: exact_json(held) for key, held in value.items()}
    if isinstance(value, tuple | list):
        return [exact_json(held) for held in value]
    return value


def fields_json(record: object, *names: str) -> dict[str, Any]:
    """Some fields and properties of a record, in that order."""
    return {name: exact_json(getattr(record, name)) for name in names}
