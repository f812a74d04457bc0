"""No remark, reading, rule, setting, module, stage or column is without a case."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pytest

from tests.evidence import LAYOUT_TEXT, NOTICE_TEXT, rulebook
from tests.other_schemes import notice_of, notice_text
from tests.remark_cases import FOLDER, Case, all_cases, differences, run
from xl_appraisal.model.errors import FaultsError, NoticeError
from xl_appraisal.model.layout import Column
from xl_appraisal.model.layout.layout import VETO
from xl_appraisal.model.notice import Notice, Parameter, parameters
from xl_appraisal.model.rulebook import known_ids, load_rulebook, rulebook_from_texts

NOTICES = known_ids("notices")
CASES = list(all_cases())

NO_SCORE = {
    "setting.staff_score_max": "asks for a second look at 人员考核; a higher score still counts",
}
"""The values of the notice that no score rests on, and what they are for instead."""

STAGE_FIGURES: dict[str, set[str]] = {
    "points": {"items", "modules"},
    "staff_performance": {"modules"},
    "deductions": {"modules"},
    "reward": {"modules"},
    "total": {"total", "display"},
    "ranking": {"ranks"},
    "red_flag": {"red_flags", "quota"},
    "slips": {"lines"},
}
"""What a case must expect to say something about a stage."""

RECORDS = {
    "rank": "the outcome itself",
    "window": "the window's name",
    "total": "the outcome itself",
    "red_flag": "the outcome itself",
    "package_count": "a record; its points do not follow from it (half points occur)",
    "item_20_count": "a record; its points do not follow from it",
    "item_35_count": "a record; 1 gave once 1 and once 0.5",
    "item_31": "text: blank in every published row",
    "item_32": "text: blank in every published row",
    "item_41": "text: blank in every published row",
    "item_42": "text: blank in every published row",
    "item_49": "text: blank in every published row",
    "item_45": "a percentage that no published score depends on",
    "item_46": "a percentage that no published score depends on",
}
"""The columns of 2023 Q1 that go into no module, and why that is right."""


def remarks_of(notice_id: str) -> set[int]:
    return {remark.number for remark in notice_of(notice_text(notice_id)).remarks}


@pytest.mark.parametrize("notice_id", NOTICES)
def test_every_remark_has_its_file_of_cases(notice_id: str) -> None:
    """One file per remark, none for a remark that the notice does not have, none empty."""
    numbers = [case.remark for case in all_cases(notice_id)]
    files = {path.stem for path in (FOLDER / notice_id).glob("*.toml")}

    assert set(numbers) == remarks_of(notice_id)
    assert files == {f"remark_{number}" for number in remarks_of(notice_id)}


def test_every_case_has_a_sentence_of_its_own() -> None:
    """No two cases of a remark say the same."""
    assert len({case.id for case in CASES}) == len(CASES)


def _readings(notice: Notice) -> list[tuple[int, str]]:
    return sorted(set(notice.reading_pairs()))


@pytest.mark.parametrize(("remark", "stage"), _readings(rulebook().notice))
def test_every_reading_has_a_case_of_its_remark(remark: int, stage: str) -> None:
    """What we take a remark to say for a stage is expected by a case in that remark's file."""
    expected = [case for case in CASES if case.remark == remark]

    assert any(STAGE_FIGURES[stage] & case.table.keys() for case in expected)


@pytest.mark.parametrize("notice_id", NOTICES)
def test_every_stage_rests_on_a_remark(notice_id: str) -> None:
    """A stage that no remark asks for would be our own invention."""
    notice = notice_of(notice_text(notice_id))

    assert set(notice.stages) == {stage for _, stage in notice.reading_pairs()}
    assert set(notice.stages) <= STAGE_FIGURES.keys()


def test_a_stage_without_a_remark_is_refused() -> None:
    """The reader itself would not take such a notice."""
    text = NOTICE_TEXT.replace('stage = "ranking"', 'stage = "total"')
    with pytest.raises(NoticeError, match="步骤 ranking 没有任何备注支撑"):
        rulebook_from_texts(text, LAYOUT_TEXT)


def _others(parameter: Parameter) -> list[str]:
    """Values that the parameter does not have, each of which some case should notice."""
    if parameter.choices:
        return [text for text in parameter.choices.values() if text != parameter.value]
    if parameter.unit == "比例":
        return ["10%", "90%"]
    value = Decimal(parameter.value or 1)
    steps = ["-1", "1"] if parameter.unit in ("次", "位") else ["-1", "-0.5", "0.5", "1"]
    return [str(value + Decimal(step)) for step in steps]


def _noticed(changes: Mapping[str, object], cases: list[Case]) -> bool:
    for case in cases:
        try:
            if differences(case, run(case, changes)):
                return True
        except KeyError:  # a figure that the case expects is no longer there
            return True
    return False


@pytest.mark.parametrize("parameter", parameters(rulebook().notice), ids=lambda p: p.path)
def test_a_value_of_the_notice_cannot_change_unnoticed(parameter: Parameter) -> None:
    """Every module, setting and rule value is held by a case of its own remark.

    Values beyond what the reader takes (a negative number of places, say) do not count.
    """
    own = [case for case in CASES if case.remark == parameter.remark]
    own = [case for case in own if parameter.path not in case.table.get("settings", {})]
    tried = 0
    for value in _others(parameter):
        changes: dict[str, object] = {
            parameter.path: value if _is_text(parameter) else Decimal(value)
        }
        try:
            rulebook(changes)
        except FaultsError:
            continue
        tried += 1
        assert _noticed(changes, own) is (parameter.path not in NO_SCORE), value
    assert tried


def _is_text(parameter: Parameter) -> bool:
    return bool(parameter.choices) or parameter.unit == "比例"


def test_the_values_without_a_score_are_there() -> None:
    """The list of exceptions names nothing that is gone."""
    assert {parameter.path for parameter in parameters(rulebook().notice)} >= NO_SCORE.keys()


def has_home(column: Column) -> bool:
    """Whether the column goes into a module, feeds a rule or marks a veto."""
    return bool(column.module or column.measure or column.rule == VETO)


@pytest.mark.parametrize("layout_id", known_ids("layouts"))
def test_every_column_has_a_home(layout_id: str) -> None:
    """A module, a rule that it feeds or the veto; all others are listed with a reason."""
    columns = load_rulebook(layout=layout_id).layout.all_columns
    homeless = {column.id for column in columns if not has_home(column)}

    assert homeless - RECORDS.keys() == set()


def test_the_list_of_records_names_only_columns_without_a_home() -> None:
    """A column that found its home is taken off the list."""
    columns = rulebook().layout.by_id

    for column in RECORDS:
        assert column in columns
        assert not has_home(columns[column])


def test_every_measure_of_a_rule_reaches_its_rule() -> None:
    """Typed in a column or entered in the ledger, no count of a rule is without a case."""
    given = " ".join(str(case.table) for case in CASES)
    columns = {column.measure: column.id for column in rulebook().layout.all_columns}
    for rule in rulebook().notice.rules.values():
        for measure in rule.measure_ids():
            assert measure in given or columns.get(measure, measure) in given, measure
