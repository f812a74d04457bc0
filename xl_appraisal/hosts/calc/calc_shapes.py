"""Shapes on a sheet: buttons, pictures, charts' frames.  They can be listed, moved and deleted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from xl_appraisal.hosts.calc.calc_gaps import states_gaps
from xl_appraisal.hosts.calc.calc_looks import POINT

if TYPE_CHECKING:
    from xl_appraisal.hosts.calc.calc_sheets import CalcSheet

_TYPES = {
    "ControlShape": "form_control",
    "CustomShape": "auto_shape",
    "GraphicObjectShape": "picture",
    "GroupShape": "group",
    "LineShape": "line",
    "OLE2Shape": "chart",
    "TextShape": "text_box",
}


@states_gaps
class CalcShape(base_classes.Shape):
    """One shape."""

    def __init__(self, sheet: CalcSheet, xl: Any) -> None:
        self._sheet, self.xl = sheet, xl

    @property
    def api(self) -> Any:
        return self.xl

    @property
    def name(self) -> str:
        return str(self.xl.Name)

    @name.setter
    def name(self, value: str) -> None:
        self.xl.Name = value

    @property
    def parent(self) -> CalcSheet:
        return self._sheet

    @property
    def type(self) -> str:
        kind = str(self.xl.ShapeType).rpartition(".")[2]
        return _TYPES.get(kind, kind)

    @property
    def left(self) -> float:
        return float(self.xl.Position.X / POINT)

    @left.setter
    def left(self, value: float) -> None:
        self._place("Position", "X", value)

    @property
    def top(self) -> float:
        return float(self.xl.Position.Y / POINT)

    @top.setter
    def top(self, value: float) -> None:
        self._place("Position", "Y", value)

    @property
    def width(self) -> float:
        return float(self.xl.Size.Width / POINT)

    @width.setter
    def width(self, value: float) -> None:
        self._place("Size", "Width", value)

    @property
    def height(self) -> float:
        return float(self.xl.Size.Height / POINT)

    @height.setter
    def height(self, value: float) -> None:
        self._place("Size", "Height", value)

    def _place(self, what: str, part: str, points: float) -> None:
        self._sheet.refuse_protected()
        struct = getattr(self.xl, what)
        setattr(struct, part, round(points * POINT))
        setattr(self.xl, what, struct)

    def delete(self) -> None:
        self._sheet.refuse_protected()
        self._sheet.xl.DrawPage.remove(self.xl)


@states_gaps
class CalcShapes(base_classes.Collection):
    """The shapes of a sheet, from the back to the front."""

    def __init__(self, sheet: CalcSheet) -> None:
        self._sheet = sheet

    @property
    def api(self) -> Any:
        return self._sheet.xl.DrawPage

    @property
    def parent(self) -> CalcSheet:
        return self._sheet

    def __len__(self) -> int:
        return int(self.api.Count)

    def __iter__(self) -> Iterator[CalcShape]:
        page = self.api
        return iter([CalcShape(self._sheet, page.getByIndex(n)) for n in range(page.Count)])

    def __call__(self, key: str | int) -> CalcShape:
        """By name or number from 1.  Raises :class:`KeyError`."""
        for number, shape in enumerate(self, 1):
            if key in (number, shape.name):
                return shape
        raise KeyError(key)

    def __contains__(self, key: str | int) -> bool:
        return any(key in (number, shape.name) for number, shape in enumerate(self, 1))
