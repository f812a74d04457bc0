"""One workbook open in LibreOffice, with what is asked of it again and again."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import Any

from xl_appraisal.hosts.calc.calc_formats import Formats
from xl_appraisal.hosts.calc.calc_formulas import to_calc, to_excel
from xl_appraisal.hosts.calc.calc_functions import FunctionNames
from xl_appraisal.hosts.calc.calc_gaps import unsupported

_MODES = {"automatic": True, "manual": False}


class Document:
    """A ``SpreadsheetDocument`` of UNO's."""

    def __init__(self, model: Any, functions: FunctionNames) -> None:
        self.model, self._functions = model, functions

    @cached_property
    def uid(self) -> str:
        """What tells it from every other workbook of the program, saved or not."""
        return str(self.model.RuntimeUID)

    @cached_property
    def formats(self) -> Formats:
        return Formats(self.model)

    @cached_property
    def origin(self) -> dt.datetime:
        """The day 0 of its dates."""
        day = self.model.NullDate
        return dt.datetime(day.Year, day.Month, day.Day)

    def to_excel(self, formula: str) -> str:
        """A formula of LibreOffice's interface, with its ``=``, as Excel writes it."""
        names = self._functions.load(self.model)
        names.knows(formula, self.model)
        return to_excel(formula, names.excel)

    def to_calc(self, formula: str) -> str:
        """A formula of Excel's as LibreOffice's interface takes it."""
        return to_calc(formula, self._functions.load(self.model).calc)

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
