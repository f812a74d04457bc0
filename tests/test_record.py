"""Value types: frozen, equal by their fields, and dataclasses to anybody who asks."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from functools import cached_property

import pytest

from xl_appraisal.model.record import Record, as_dict, replace


class Spot(Record):
    """Two fields, one of them with a default."""

    sheet: str
    row: int = 3


class Other(Record):
    """The same fields in another class."""

    sheet: str
    row: int = 3


class Wide(Spot):
    """Inherits fields, adds one and works something out once."""

    __slots__ = ("__dict__",)

    width: int = 0

    @cached_property
    def label(self) -> list[str]:
        return [f"{self.sheet}{self.row}"]


def test_fields_are_given_by_place_or_name_and_shown() -> None:
    """Positions, keywords and defaults mean the same value; a sub-class's fields come after."""
    assert Spot("A") == Spot(sheet="A", row=3) == Spot("A", 3)
    assert repr(Spot("A")) == "Spot(sheet='A', row=3)"
    assert as_dict(Wide("A", 1, 2)) == {"sheet": "A", "row": 1, "width": 2}


@pytest.mark.parametrize(("given", "said"), [({}, "sheet"), ({"sheet": "A", "x": 1}, "x")])
def test_other_fields_are_refused_by_name(given: dict[str, object], said: str) -> None:
    """A missing or unknown field raises TypeError that names it, the first time and later."""
    for _ in range(2):
        with pytest.raises(TypeError, match=said):
            Other(**given)  # type: ignore[arg-type]


def test_a_value_is_equal_by_class_and_fields() -> None:
    """Equal values are one in a set; another class with the same fields, or a tuple, is not."""
    assert len({Spot("A"), Spot("A"), Spot("A", 4)}) == 2
    assert Spot("A") != Other("A")
    assert Spot("A") != ("A", 3)


def test_a_value_cannot_be_changed() -> None:
    """Neither setting nor deleting works, of a field or of anything new."""
    spot = Spot("A")
    with pytest.raises(AttributeError, match="frozen"):
        spot.row = 5  # type: ignore[misc]
    with pytest.raises(AttributeError, match="frozen"):
        del spot.row
    with pytest.raises(AttributeError):
        spot.new = 5  # type: ignore[attr-defined]
    assert spot == Spot("A", 3)


def test_a_cached_property_is_worked_out_once() -> None:
    """It is kept with the value and is no part of its equality."""
    wide = Wide("A", 1, 2)
    assert wide.label is wide.label
    assert wide == Wide("A", 1, 2)


def test_it_is_a_dataclass_and_can_be_copied() -> None:
    """The functions of dataclasses, pickle and copy work as on any dataclass."""
    spot = Spot("A")
    assert dataclasses.is_dataclass(Spot)
    assert [field.name for field in dataclasses.fields(spot)] == ["sheet", "row"]
    assert dataclasses.replace(spot, row=4) == replace(spot, row=4) == Spot("A", 4)
    assert dataclasses.asdict(spot) == {"sheet": "A", "row": 3}
    assert pickle.loads(pickle.dumps(spot)) == copy.deepcopy(spot) == spot
    match spot:
        case Spot(sheet, row):
            assert (sheet, row) == ("A", 3)
