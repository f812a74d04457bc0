"""Carrying out a plan, with an Excel that may be open meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TypeAlias

from xl_appraisal.setup.install.file_changes import Change, InstallError, perform
from xl_appraisal.setup.install.install_plan import Plan, Step
from xl_appraisal.setup.install.machine import Machine

Told: TypeAlias = Callable[[Change | Step], None]


def carry_out(machine: Machine, plan: Plan, told: Told = lambda _: None) -> bool:
    """Change what is planned; ``True`` where an open Excel must be started anew to see it.

    Raises ``InstallError`` when a step fails; all steps are
    undone then.
    """
    for step in plan.before:
        _run(machine, step, told)
    restart = _change(machine, plan, told)
    try:
        for step in plan.after:
            _run(machine, step, told)
    except InstallError:
        perform([Change(c.what, c.path, c.after, c.before) for c in reversed(plan.changes)])
        raise
    return restart


def _run(machine: Machine, step: Step, told: Told) -> None:
    if machine.run(step.command) is None:
        command = " ".join(step.command)
        raise InstallError(f"{step.what}：没有成功（{command}）。{step.remedy}已撤销全部步骤。")
    told(step)


def _change(machine: Machine, plan: Plan, told: Told) -> bool:
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
