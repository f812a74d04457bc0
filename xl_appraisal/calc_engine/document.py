"""One workbook open in LibreOffice, with what is asked of it again and again."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import Any

from xl_appraisal.calc_engine.formats import Formats
from xl_appraisal.calc_engine.functions import FunctionNames, function_names
from xl_appraisal.calc_engine.gaps import unsupported

_MODES = {"automatic": True, "manual": False}


class Document:
    """A ``SpreadsheetDocument`` of UNO's."""

    def __init__(self, model: Any) -> None:
        self.model = model

    @cached_property
    def uid(self) -> str:
        """What tells it from every other workbook of the program, saved or not."""
        return str(self.model.RuntimeUID)

    @cached_property
    def formats(self) -> Formats:
        return Formats(self.model)

    @cached_property
    def functions(self) -> FunctionNames:
        return function_names(self.model)

    @cached_property
    def origin(self) -> dt.datetime:
        """The day 0 of its dates."""
        day = self.model.NullDate
        return dt.datetime(day.Year, day.Month, day.Day)

    @property
    def controller(self) -> Any:
        """Its window's.  Raises :class:`RuntimeError` for a workbook without one."""
        found = self.model.CurrentController
        if found is None:
            raise RuntimeError("the workbook has no window")
        return found

    @property
    def calculation(self) -> str:
        return "automatic" if self.model.isAutomaticCalculationEnabled() else "manual"

    @calculation.setter
    def calculation(self, mode: str) -> None:
        if mode not in _MODES:
            raise unsupported(f"App.calculation = {mode!r}")
        self.model.enableAutomaticCalculation(_MODES[mode])

    @property
    def screen_updating(self) -> bool:
        return not self.model.hasControllersLocked()

    @screen_updating.setter
    def screen_updating(self, value: bool) -> None:
        if value == self.screen_updating:
            return
        if value:
            while self.model.hasControllersLocked():
                self.model.unlockControllers()
        else:
            self.model.lockControllers()
