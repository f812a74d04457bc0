"""The notice of 2023 as data: the notice's own words and figures, and nobody else's."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

import pytest

from tests.evidence import rulebook
from tests.published import FIXTURES
from xl_appraisal.model.notice import Notice, parameters
from xl_appraisal.model.rulebook import known_ids, load_rulebook


@pytest.fixture(scope="module")
def notice() -> Notice:
    return rulebook().notice


def official_remarks() -> dict[int, str]:
    """The remarks under the official table, verbatim, by number."""
    text = (FIXTURES / "notice.txt").read_text(encoding="utf-8")
    text = text[text.index("备注：") :].removeprefix("备注：")
    found = {}
    for line in text.splitlines():
        line = line.replace("[bookmark: _GoBack]", "").strip()
        if match := re.match(r"([1-8])\.(.+)", line):
            found[int(match[1])] = match[2]
    return found


def test_there_are_eight_official_remarks() -> None:
    """The fixture itself is complete."""
    assert list(official_remarks()) == list(range(1, 9))


@pytest.mark.parametrize(("number", "text"), official_remarks().items())
def test_the_remarks_are_quoted_word_for_word(number: int, text: str, notice: Notice) -> None:
    """Not a comma differs from the notice."""
    assert notice.remark(number).text == text


def test_the_modules_and_marks_are_remark_1s(notice: Notice) -> None:
    """窗口人员表现分30分、人员进驻10分 … 奖励分20分: read off the remark's own words."""
    words = re.findall(
        r"(\w+?)分?(\d+)分", official_remarks()[1].split("由窗口")[1].split("组成")[0]
    )
    marks = {("窗口" + words[0][0], Decimal(words[0][1]))}
    marks |= {(name, Decimal(mark)) for name, mark in words[1:]}
    marks = {(name.removesuffix("分"), mark) for name, mark in marks}

    assert {(module.name.removesuffix("分"), module.maximum) for module in notice.modules} == marks
    assert notice.maximum == 120


def test_the_six_situations_are_remark_7s(notice: Notice) -> None:
    """Numbered as there, word for word."""
    words = re.findall(r"（([1-6])）(.+?)[；。]", official_remarks()[7].split("包括：")[1])

    assert [(str(s.number), s.text) for s in notice.situations] == words


@pytest.mark.parametrize(
    ("path", "value"),
    [  # by hand, from the remarks
        ("module.reward.max", "20"),
        ("setting.red_flag_share", "30%"),
        ("setting.staff_weight", "30%"),
        ("rule.walkthrough.plan_missing.points", "-1"),
        ("rule.walkthrough.schedule_missing.points", "-0.5"),
        ("rule.walkthrough.walk_missing.points", "-1"),
        ("rule.walkthrough.report_missing.points", "-1"),
        ("rule.walkthrough.extra_walks.points", "0.5"),
        ("rule.walkthrough.cap", "3"),
        ("rule.case_volume.immediate.1.from", "300"),
        ("rule.case_volume.immediate.1.points", "1"),
        ("rule.case_volume.immediate.2.from", "600"),
        ("rule.case_volume.immediate.2.points", "2"),
        ("rule.case_volume.promised.1.from", "200"),
        ("rule.case_volume.promised.1.points", "1.5"),
        ("rule.case_volume.promised.2.from", "500"),
        ("rule.case_volume.promised.2.points", "2.5"),
        ("rule.case_volume.lift.share", "2/3"),
        ("rule.case_volume.lift.points", "0.5"),
        ("rule.package_services.lead.points", "2"),
        ("rule.package_services.support.points", "1"),
        ("rule.package_services.cap", "5"),
        ("rule.assisted_handling.times.1.from", "1"),
        ("rule.assisted_handling.times.1.points", "1"),
        ("rule.assisted_handling.times.2.from", "6"),
        ("rule.assisted_handling.times.2.points", "2"),
        ("rule.assisted_handling.times.3.from", "11"),
        ("rule.assisted_handling.times.3.points", "3"),
    ],
)
def test_what_stands_in_a_remark_is_called_the_notices_word(
    path: str, value: str, notice: Notice
) -> None:
    """The figure is the remark's, and its standing says so."""
    (parameter,) = [p for p in parameters(notice) if p.path == path]

    assert (parameter.value, parameter.standing) == (value, "notice")


@pytest.mark.parametrize(
    ("path", "standing"),
    [
        ("setting.tie_rank", "default"),
        ("setting.quota_rounding", "default"),
        ("setting.tie_at_line", "default"),
        ("setting.module_floor", "default"),
        ("rule.leadership.target", "default"),
        ("rule.leadership.cap", "default"),
        ("rule.case_volume.cap", "default"),
        ("rule.assisted_handling.cap", "default"),
        ("rule.walkthrough.deduction_module", "default"),
        ("setting.staff_score_max", "inferred"),
        ("setting.staff_places", "inferred"),
        ("setting.total_places", "inferred"),
        ("rule.item_24.count.points", "inferred"),
        ("rule.item_33.count.points", "inferred"),
        ("rule.item_39.count.points", "inferred"),
    ],
)
def test_what_the_notice_leaves_open_is_not_called_its_word(
    path: str, standing: str, notice: Notice
) -> None:
    """Our own choices and what we worked out are shown as such."""
    (parameter,) = [p for p in parameters(notice) if p.path == path]

    assert parameter.standing == standing


def test_every_parameter_says_where_it_comes_from(notice: Notice) -> None:
    """Each has a name, a unit and a remark, and each path is there once."""
    found = parameters(notice)

    assert len({parameter.path for parameter in found}) == len(found)
    for parameter in found:
        assert parameter.name
        assert parameter.unit
        assert 1 <= parameter.remark <= 8
        assert parameter.reading or parameter.path.startswith("module.")
    assert [p.remark for p in found] == sorted(p.remark for p in found)


def test_values_are_exact(notice: Notice) -> None:
    """0.5 is a decimal, 2/3 a fraction; nowhere is there a binary float."""
    lift = notice.rules["case_volume"].lift

    assert lift is not None
    assert lift.share == Fraction(2, 3)
    assert type(lift.points) is Decimal
    assert type(notice.share("red_flag_share")) is Fraction


@pytest.mark.parametrize(
    ("ask", "setting"),
    [("number", "red_flag_share"), ("share", "tie_rank"), ("choice", "total_places")],
)
def test_a_setting_of_another_kind_is_refused(ask: str, setting: str, notice: Notice) -> None:
    """Asking a share for a number is a mistake of the program, not a figure."""
    with pytest.raises(TypeError, match=setting):
        getattr(notice, ask)(setting)


@pytest.mark.parametrize(("ask", "key"), [("module", "bonus"), ("remark", 9)])
def test_what_the_notice_does_not_have_is_a_key_error(
    ask: str, key: object, notice: Notice
) -> None:
    """Neither a module nor a remark is made up."""
    with pytest.raises(KeyError):
        getattr(notice, ask)(key)


def test_every_notice_and_layout_of_the_product_loads() -> None:
    """Each id that is offered can be had, and each layout names a notice that is there."""
    for layout in known_ids("layouts"):
        book = load_rulebook(layout=layout)
        assert book.layout.id == layout
        assert book.layout.notice in known_ids("notices")
        assert load_rulebook(book.layout.notice, layout).notice.id == book.layout.notice
