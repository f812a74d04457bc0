"""Carrying out a plan, with an Excel that may be open meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from xl_appraisal.install.changes import Change, perform
from xl_appraisal.install.machine import Machine
from xl_appraisal.install.plan import Plan


def carry_out(
    machine: Machine, plan: Plan, told: Callable[[Change], None] = lambda _: None
) -> bool:
    """Change what is planned; ``True`` where an open Excel must be started anew to see it.

    Raises :class:`~xl_appraisal.install.changes.InstallError` when a step fails; all steps are
    undone then.
    """
    addin = plan.addin
    touched = addin is not None and any(change.path == addin for change in plan.changes)
    running = machine.excel() if touched else None
    if running is None or addin is None:
        perform(plan.changes, told)
        return False
    with suppress(Exception):  # then replacing the file fails, and says why
        running.unload(addin.name)
    try:
        perform(plan.changes, told)
    finally:
        loaded = not addin.is_file()
        with suppress(Exception):  # Excel may be showing a dialog; a restart does the same
            if addin.is_file():
                running.load(addin)
                loaded = True
    return not loaded
