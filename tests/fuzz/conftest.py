"""The seed and the outcomes are told at the end of every test run."""

from __future__ import annotations

import os

import pytest

from tests.fuzz.tally import Tally

TALLY = Tally(int(os.environ.get("FUZZ_SEED", "2023")))
"""``FUZZ_SEED`` in the environment tries other cases; unset, one commit gives one answer."""


@pytest.fixture(scope="session")
def tally() -> Tally:
    return TALLY


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if TALLY.cases:
        terminalreporter.write_sep("-", f"fuzzing, seed {TALLY.seed} (FUZZ_SEED)")
        terminalreporter.write_line("\n".join(TALLY.lines()))
