"""Settings that hold for every test, and what kind of test each one is.

The kinds are pytest's markers; pyproject.toml says what each means.  A test is of a kind by the
place where it stands (:data:`PLACES`), by a fixture it asks for (:data:`FIXTURES`) or by its name:
nobody marks tests by hand.  ``bash tests/quick`` leaves all kinds out and tries fewer made-up
inputs (the profile ``quick``).
"""

from __future__ import annotations

import os
import tempfile
from collections import Counter

import pytest
from hypothesis import HealthCheck, settings

from tests.command_line import book, demo_folder, run  # noqa: F401  (fixtures for every test)
from tests.libreoffice.fixtures import calc_book, office, session_office  # noqa: F401

PLACES = {
    "libreoffice": (
        "tests/libreoffice/",
        "tests/department_files/test_printed_cases.py::test_a_rare",
        "tests/doctor/test_report.py::test_the_command_examines_this_very_machine",
        "tests/native/",
        "tests/closing/test_closing.py::test_saved_again_by_another_program",
        "tests/ooxml/test_corpus.py::test_every_other_member_is_the_same_byte_for_byte[by_lib",
        "tests/outputs/annex/test_page.py",
        "tests/outputs/charts/test_charts_workbook.py",
        "tests/outputs/charts/test_template_sheet.py",
        "tests/outputs/slips/test_documents.py",
        "tests/security/test_documents.py::test_pdf_holds_texts_only",
        "tests/workbook/template/test_printed.py",
        "tests/workbook/test_listed_cells.py::test_libreoffice_comes_to_the_same",
        "tests/workbook/test_struck.py::test_our_formulas_leave_struck_lines_out",
    ),
    "processes": (
        "tests/batch/",
        "tests/faults/",
        "tests/udf_server/",
        "tests/hostile/",
        "tests/docs/test_benchmarks.py",
        "tests/security/test_no_code_from_data.py",
    ),
    "slow": (
        "tests/closing/test_closing.py::test_any_altered_cell_is_named",
        "tests/closing/test_paper.py::test_paper_and_file",
        "tests/closing/test_paper.py::test_slips_have_it_too",
        "tests/closing/test_seal.py::test_the_history",
        "tests/comparing/test_changes.py::test_backwards_everything_is_the_other_way_round",
        "tests/comparing/test_gap.py::test_the_distances_hold_when_tried",
        "tests/department_files/test_generated.py",
        "tests/docs/test_guide.py",
        "tests/docs/test_reliability.py",
        "tests/excel/test_all_or_nothing.py::test_a_failure_after_any_write_leaves",
        "tests/excel/test_live_figures.py::test_ledger_lines_typed_cell_by_cell",
        "tests/excel/test_live_figures.py::test_item_cells_of_every_kind",
        "tests/excel/test_published_figures.py",
        "tests/excel/test_random_work.py::test_more_of_the_same",
        "tests/fuzz/",
        "tests/office_formats/test_outputs.py",
        "tests/outputs/test_commands.py::test_the_note_of_origin",
        "tests/vba/test_package.py::test_two_builds_give_the_same_file",
        "tests/workbook/test_windows.py::test_plain_formulas_take_a_window_in",
        "tests/restoring/test_restore.py::test_a_workbook_whose_status_fails",
    ),
}
# Counting lines makes these three times as long, and the other tests come to the same lines: the
# kinds above are not counted either (pytest-cov's marker no_cover).
UNCOVERED = (
    "tests/excel/test_faults.py",
    "tests/excel/test_live_figures.py",
    "tests/excel/test_random_work.py",
    "tests/language/",
)
FIXTURES = dict.fromkeys(("session_office", "session_desk", "libreoffice"), "libreoffice")

# Derandomised: the same commit gives the same answer, today and on another machine.
settings.register_profile(
    "steady",
    derandomize=True,
    deadline=None,
    max_examples=60,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("quick", settings.get_profile("steady"), max_examples=10)
settings.load_profile("steady")


def pytest_configure(config: pytest.Config) -> None:
    """What the product keeps for its user goes into a folder of the run, not into the home."""
    folder = tempfile.TemporaryDirectory(prefix="own-data-")
    config.add_cleanup(folder.cleanup)
    os.environ["XDG_DATA_HOME"] = folder.name


def _kinds(item: pytest.Item) -> set[str]:
    kinds = {kind for kind, places in PLACES.items() if item.nodeid.startswith(places)}
    kinds |= {FIXTURES[name] for name in getattr(item, "fixturenames", ()) if name in FIXTURES}
    in_calc = "libreoffice" in item.name or "[calc" in item.name
    return kinds | ({"libreoffice"} if in_calc else set())


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test, and put the long ones first: the short ones then fill the gaps."""
    for item in items:
        for kind in _kinds(item):
            item.add_marker(kind)
        if _kinds(item) or item.nodeid.startswith(UNCOVERED):
            item.add_marker("no_cover")
    long = {item.path for item in items if _kinds(item)}
    items.sort(key=lambda item: item.path not in long)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What each part adds, in seconds: those of all processors together."""
    seconds: Counter[str] = Counter()
    for report in (one for told in terminalreporter.stats.values() for one in told):
        if isinstance(report, pytest.TestReport):
            seconds[_part(report.nodeid)] += report.duration  # type: ignore[assignment]
    shown = [f"{part} {round(time)}" for part, time in seconds.most_common() if time >= 0.5]
    if len(seconds) > 1:
        terminalreporter.section("seconds")
        terminalreporter.write_line(", ".join(shown))


def _part(nodeid: str) -> str:
    first, _, rest = nodeid.partition("/")
    return rest.partition("/")[0] if "/" in rest else first
