"""Carrying out a plan, with an Excel that may be open meanwhile."""

from __future__ import annotations

from contextlib import suppress

from xl_appraisal.setup.install.excel_found import ADDIN
from xl_appraisal.setup.install.file_changes import Change, Told, perform
from xl_appraisal.setup.install.install_plan import Plan
from xl_appraisal.setup.install.machine import Machine


def carry_out(machine: Machine, plan: Plan, told: Told = lambda _: None) -> bool:
    """Take the planned steps; ``True`` where an open Excel must be started anew to see it.

    Raises ``InstallError`` when a step fails; all steps are undone then.
    """
    paths = [step.path for step in plan.steps if isinstance(step, Change)]
    addin = next((path for path in paths if path.name.lower() == ADDIN), None)
    running = machine.excel() if addin is not None else None
    if running is None or addin is None:
        perform(plan.steps, machine.run, told)
        return False
    with suppress(Exception):  # then replacing the file fails, and says why
        running.unload(addin.name)
    try:
        perform(plan.steps, machine.run, told)
    finally:
        loaded = not addin.is_file()
        with suppress(Exception):  # Excel may be showing a dialog; a restart does the same
            if addin.is_file():
                running.load(addin)
                loaded = True
    return not loaded
