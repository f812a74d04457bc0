"""Each remark of the notice, proved by its cases (``tests/remarks``)."""

from __future__ import annotations

import pytest

from tests.remark_cases import Case, all_cases, broken_chains, differences, run
from xl_appraisal.model.rulebook import known_ids

EVERY = [case for notice in known_ids("notices") for case in all_cases(notice)]


@pytest.mark.parametrize("case", EVERY, ids=lambda case: f"{case.notice}-{case.id}")
def test_the_remark_gives_what_its_case_says(case: Case) -> None:
    """Every figure and finding of the case comes out, and its lines lead to its figures."""
    appraisal = run(case)

    assert differences(case, appraisal) == []
    assert broken_chains(appraisal) == []
