"""Each remark of the notice, proved by its cases (``tests/remarks``)."""

from __future__ import annotations

import pytest

from tests.remark_cases import Case, all_cases, broken_chains, differences, run


@pytest.mark.parametrize("case", list(all_cases()), ids=lambda case: case.id)
def test_the_remark_gives_what_its_case_says(case: Case) -> None:
    """Every figure and finding of the case comes out, and its lines lead to its figures."""
    appraisal = run(case)

    assert differences(case, appraisal) == []
    assert broken_chains(appraisal) == []
