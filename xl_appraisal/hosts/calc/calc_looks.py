"""How cells look: number formats, sizes, colours, merging."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xl_appraisal.hosts.calc.calc_gaps import unsupported

if TYPE_CHECKING:
    from xl_appraisal.hosts.calc.calc_addresses import Area
    from xl_appraisal.hosts.calc.calc_sheets import CalcSheet

POINT = 2540 / 72  # hundredths of a millimetre, UNO's unit of length


class Looks:
    """The part of a range that changes no content."""

    area: Area
    _sheet: CalcSheet

    @property
    def api(self) -> Any:
        """LibreOffice's own object of the cells."""
        raise NotImplementedError

    @property
    def number_format(self) -> str | None:
        """In English notation; ``None`` where the cells differ."""
        groups = self.api.getUniqueCellFormatRanges()
        formats = self._sheet.document.formats
        found = {formats.pattern_of(groups.getByIndex(n).NumberFormat) for n in range(groups.Count)}
        return found.pop() if len(found) == 1 else None

    @number_format.setter
    def number_format(self, value: str) -> None:
        self._sheet.refuse_protected()
        self.api.NumberFormat = self._sheet.document.formats.key_of(value)

    @property
    def wrap_text(self) -> bool:
        return bool(self.api.IsTextWrapped)

    @wrap_text.setter
    def wrap_text(self, value: bool) -> None:
        self._sheet.refuse_protected()
        self.api.IsTextWrapped = value

    @property
    def color(self) -> tuple[int, int, int] | None:
        found = int(self.api.CellBackColor)
        return None if found == -1 else (found >> 16 & 255, found >> 8 & 255, found & 255)

    @color.setter
    def color(self, color_or_rgb: Any) -> None:
        self._sheet.refuse_protected()
        if color_or_rgb is None:
            self.api.CellBackColor = -1
        elif isinstance(color_or_rgb, tuple):
            red, green, blue = color_or_rgb
            self.api.CellBackColor = red << 16 | green << 8 | blue
        else:
            raise unsupported(f"Range.color = {color_or_rgb!r}")

    @property
    def row_height(self) -> float | None:
        """Points; ``None`` where the rows differ."""
        rows = self.api.Rows
        found = {rows.getByIndex(n).Height for n in range(min(rows.Count, 1000))}
        return found.pop() / POINT if len(found) == 1 else None

    @row_height.setter
    def row_height(self, value: float) -> None:
        self._sheet.refuse_protected()
        self.api.Rows.Height = round(value * POINT)

    @property
    def row_hidden(self) -> bool:
        return not self.api.Rows.IsVisible

    @row_hidden.setter
    def row_hidden(self, value: bool) -> None:
        self._sheet.refuse_protected()
        self.api.Rows.IsVisible = not value

    @property
    def column_hidden(self) -> bool:
        return not self.api.Columns.IsVisible

    @column_hidden.setter
    def column_hidden(self, value: bool) -> None:
        self._sheet.refuse_protected()
        self.api.Columns.IsVisible = not value

    @property
    def left(self) -> float:
        return float(self.api.Position.X / POINT)

    @property
    def top(self) -> float:
        return float(self.api.Position.Y / POINT)

    @property
    def width(self) -> float:
        return float(self.api.Size.Width / POINT)

    @property
    def height(self) -> float:
        return float(self.api.Size.Height / POINT)

    def autofit(self, axis: str | None = None) -> None:
        """Widths for ``columns`` / ``c``, heights for ``rows`` / ``r``, both for ``None``."""
        if axis not in (None, "rows", "r", "columns", "c"):
            raise ValueError(f"axis is rows, columns or None, not {axis!r}")
        if axis in (None, "columns", "c"):
            self.api.Columns.OptimalWidth = True
        if axis in (None, "rows", "r"):
            self.api.Rows.OptimalHeight = True

    def merge(self, across: bool = False) -> None:
        self._sheet.refuse_protected()
        if not across:
            self.api.merge(True)
            return
        height, width = self.area.shape
        for row in range(height):
            self.api.getCellRangeByPosition(0, row, width - 1, row).merge(True)

    def unmerge(self) -> None:
        self._sheet.refuse_protected()
        self.api.merge(False)
