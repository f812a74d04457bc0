"""Two notices as sentences, and what the new one would have made of a quarter."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.evidence import LAYOUT_TEXT, NOTICE_TEXT
from tests.notice.test_check import edited
from tests.workbook.books import Book
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.notice.check_file import check_notice
from xl_appraisal.model.rulebook import rulebook_from_texts
from xl_appraisal.work.comparing.notice_changes import effect, notice_changes

CASES = [
    # what stands in the file, what stands in the new one, the sentence, its remark
    ("from = 600, points = 2", "from = 600, points = 2.5",
     "窗口人均即办件600件以上由2分改为2.5分", 4),
    ("to = 499, points = 1.5", "to = 499, points = 2",
     "窗口人均承诺件200-499件由1.5分改为2分", 4),
    ('value = "30%"', 'value = "25%"', "红旗窗口比例由30%改为25%", 1),
    ('share = "2/3"', 'share = "70%"', "由2/3改为70%", 4),
    ('value = "shared"', 'value = "dense"', "由“并列，其后空出名次（1、2、2、4）”改为"
     "“并列，其后不空名次（1、2、2、3）”", 1),
    ("cap = 5", "cap = 6", "由5分改为6分", 5),
    ("cap = 3", 'cap = ""', "由3分改为不设", 3),
    ('name = "奖励分"\nmax = 20', 'name = "奖励分"\nmax = 25', "由20分改为25分", 1),
    ("上限加5分。", "上限加6分。", "备注5的文字由“1分，上限加5分。”改为“1分，上限加6分。”", 5),
    ('annex = "附件2"', 'annex = "附件3"', "附件名称由“附件2”改为“附件3”", 0),
    ('  { id = "support", name = "一件事配合事项", unit = "个", points = 1 },\n', "",
     "取消一件事配合事项每个1分", 5),
]  # fmt: skip


def notice_of(text: str):  # type: ignore[no-untyped-def]
    notice = check_notice(text).notice
    assert notice is not None, check_notice(text).faults
    return notice


@pytest.mark.parametrize(("there", "instead", "sentence", "remark"), CASES)
def test_a_difference_is_a_sentence(there: str, instead: str, sentence: str, remark: int) -> None:
    """What it is called, from what to what, and the remark it stands in."""
    (change,) = notice_changes(notice_of(NOTICE_TEXT), notice_of(edited((there, instead))))

    assert sentence in change.text
    assert change.remark == remark


def test_a_notice_does_not_differ_from_itself() -> None:
    """Nothing is told where nothing changed; backwards every sentence is turned round."""
    old, new = notice_of(NOTICE_TEXT), notice_of(edited(("cap = 5", "cap = 6")))

    assert notice_changes(old, old) == ()
    assert "由6分改为5分" in notice_changes(new, old)[0].text


def test_a_band_that_is_new_is_told_with_its_points() -> None:
    """A third band from 900 on: its points are new, and the second one's end is told."""
    more = edited(
        ("{ from = 600, points = 2 }]", "{ from = 600, points = 2 }, { from = 900, points = 3 }]")
    )
    told = [change.text for change in notice_changes(notice_of(NOTICE_TEXT), notice_of(more))]

    assert any("新增" in text and "900" in text and "3分" in text for text in told)


def test_the_effect_is_the_quarter_counted_under_both() -> None:
    """甲 has 600 cases: 2 points, or 2.5 by the new notice; 乙 stands between with 2.2."""
    quarter = Book({"甲": {"immediate_cases": 600}, "乙": {"item_18": 2.2}}).appraised().quarter
    new = edited(("from = 600, points = 2", "from = 600, points = 2.5"))
    found = effect(quarter, {"旧": NOTICE_TEXT, "新": new})
    moved = {w.window: (w.before.rank, w.after.rank, w.gain) for w in found.windows}  # type: ignore[union-attr]

    assert (found.before, found.after) == ("旧", "新")
    assert moved["甲"] == (2, 1, Decimal("0.5"))
    assert moved["乙"] == (1, 2, 0)


def test_typed_points_stay_unless_the_rules_are_to_be_applied() -> None:
    """2 was typed for 600 cases: under the new notice 2 still, or 2.5 when it is applied."""
    typed = {"immediate_cases": 600, "case_volume_bonus": 2}
    quarter = Book({"甲": typed}).appraised().quarter
    texts = {
        "旧": NOTICE_TEXT,
        "新": edited(("from = 600, points = 2", "from = 600, points = 2.5")),
    }

    assert [w.gain for w in effect(quarter, texts).windows] == [0]
    assert [w.gain for w in effect(quarter, texts, apply_rules=True).windows] == [Decimal("0.5")]


def test_a_notice_that_does_not_fit_the_columns_says_which() -> None:
    """The rule behind a column of the workbook is gone from the new notice."""
    quarter = Book({"甲": {}}).appraised().quarter
    new = NOTICE_TEXT.replace("case_volume", "case_load")
    rulebook_from_texts(NOTICE_TEXT, LAYOUT_TEXT)
    with pytest.raises(BookError) as caught:
        effect(quarter, {"旧": NOTICE_TEXT, "新": new})

    assert "工作簿的栏目和通报 新 对不上" in str(caught.value)
    assert "case_volume" in str(caught.value)
