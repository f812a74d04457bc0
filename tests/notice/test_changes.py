"""Changing a notice's values by their paths, as the sheet 规则 does."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from tests.evidence import LAYOUT_TEXT, NOTICE_TEXT, rulebook
from xl_appraisal.model.errors import NoticeError
from xl_appraisal.model.notice import Parameter, build_notice, changed_document, parameters
from xl_appraisal.model.rulebook import rulebook_from_texts

ALL = parameters(rulebook().notice)


def document() -> dict[str, Any]:
    return tomllib.loads(NOTICE_TEXT, parse_float=Decimal)


def as_typed(parameter: Parameter) -> str | Decimal:
    """The parameter's value as a person would type it into the sheet."""
    text = parameter.value
    if text == "" or parameter.choices or parameter.unit == "比例":
        return text
    return Decimal(text)


@pytest.mark.parametrize("parameter", ALL, ids=lambda parameter: parameter.path)
def test_a_value_set_to_itself_changes_nothing(parameter: Parameter) -> None:
    """What the sheet shows can be put back, and the notice is the same."""
    book = rulebook_from_texts(NOTICE_TEXT, LAYOUT_TEXT, {parameter.path: as_typed(parameter)})

    assert book.notice == rulebook().notice


@pytest.mark.parametrize("parameter", ALL, ids=lambda parameter: parameter.path)
def test_a_changed_value_takes_effect_and_nothing_else_changes(parameter: Parameter) -> None:
    """After the change the list shows the new value, and every other one as before."""
    new: str | Decimal
    if parameter.choices:
        new = next(text for text in parameter.choices.values() if text != parameter.value)
    elif parameter.unit == "比例":
        new = "12.5%"
    elif parameter.optional and parameter.value:
        new = ""
    else:
        new = Decimal(parameter.value or 0) + 2
    changed = rulebook_from_texts(NOTICE_TEXT, LAYOUT_TEXT, {parameter.path: new}).notice

    after = {p.path: p.value for p in parameters(changed)}
    before = {p.path: p.value for p in ALL}
    assert after.pop(parameter.path) == str(new)
    before.pop(parameter.path)
    assert after == before


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("setting.tie_rank", "随便", "并列"),
        ("setting.tie_rank", "", "不空|不能为空"),
        ("setting.red_flag_share", "130%", "0 到 1 之间"),
        ("setting.red_flag_share", "三成", "0 到 1 之间"),
        ("setting.red_flag_share", Decimal("-0.3"), "0 到 1 之间"),
        ("rule.case_volume.lift.share", "2/0", "0 到 1 之间"),
        ("module.reward.max", "二十", "数字"),
        ("module.reward.max", "", "不空|不能为空"),
        ("rule.package_services.lead.points", "", "不空|不能为空"),
        ("rule.package_services.cap", "五", "数字"),
        ("rule.walkthrough.deduction_module", "奖励分", "^人员进驻；业务规范；窗口规范；评价管理"),
    ],
)
def test_a_value_of_the_wrong_sort_is_refused(
    path: str, value: str | Decimal, message: str
) -> None:
    """In Chinese, with what is allowed."""
    with pytest.raises(ValueError, match=message):
        changed_document(document(), {path: value})


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("setting.total_places", Decimal("2.5"), "整数"),
        ("setting.total_places", Decimal(7), "不大于6"),
        ("setting.total_places", Decimal(-1), "不小于0"),
        ("setting.staff_score_max", Decimal(-1), "不小于0"),
        ("module.reward.max", Decimal(0), "应大于0"),
        ("rule.case_volume.immediate.1.from", Decimal(600), "由小到大"),
        ("rule.case_volume.immediate.1.from", Decimal(0), "大于0"),
        ("module.reward.max", Decimal(10) ** 9, "小于十亿"),
    ],
)
def test_a_value_out_of_bounds_is_refused_as_in_the_file(
    path: str, value: Decimal, message: str
) -> None:
    """A change passes the same checks as the notice's file itself."""
    with pytest.raises(NoticeError, match=message):
        build_notice("规则", changed_document(document(), {path: value}))


@pytest.mark.parametrize(
    "path",
    [
        "nothing",
        "number.1",
        "text.备注",
        "setting.unknown",
        "setting.tie_rank.max",
        "module.reward",
        "module.reward.min",
        "rule.case_volume.immediate.3.from",
        "rule.case_volume.immediate.0.from",
        "rule.case_volume.immediate.1.to",
        "rule.case_volume.nothing.points",
        "rule.package_services.lift.points",
        "rule.package_services.deduction_module",
        "rule.unknown.cap",
    ],
)
def test_a_path_that_is_not_there_is_a_key_error(path: str) -> None:
    """A change never lands beside its mark."""
    with pytest.raises(KeyError):
        changed_document(document(), {path: Decimal(1)})


def test_the_document_itself_stays_as_it_was() -> None:
    """Changing gives a copy; the text that was read can still be read again."""
    mine = document()
    changed_document(mine, {"module.reward.max": Decimal(25)})

    assert mine == document()


def test_a_choice_may_be_given_by_its_key_or_its_text() -> None:
    """Staff pick the Chinese text, programs give the key."""
    for value in ("dense", "并列，其后不空名次（1、2、2、3）"):
        assert rulebook({"setting.tie_rank": value}).notice.choice("tie_rank") == "dense"


@pytest.mark.parametrize("value", ["25%", "1/4", Decimal("0.25"), " 25% "])
def test_a_share_may_be_written_in_every_usual_way(value: str | Decimal) -> None:
    """All mean a quarter, exactly."""
    book = rulebook({"setting.red_flag_share": value})

    assert book.notice.share("red_flag_share") == Fraction(1, 4)


def test_several_changes_are_made_together() -> None:
    """Two changes that only fit together are no fault on the way."""
    book = rulebook(
        {"rule.case_volume.immediate.1.from": 700, "rule.case_volume.immediate.2.from": 900}
    )

    starts = [band.start for band in book.notice.rules["case_volume"].measures[0].bands]
    assert starts == [700, 900]
