"""A quarter's columns: the 49 of 2023 Q1, their faults, and changing them without a programmer."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from tests import published
from tests.evidence import LAYOUT_TEXT, NOTICE_TEXT, rulebook, window
from xl_appraisal.model.errors import LayoutError
from xl_appraisal.model.layout import Layout
from xl_appraisal.model.rulebook import Rulebook, rulebook_from_texts
from xl_appraisal.scoring import appraise_windows

BLOCKS = re.split(r"(?=^\[\[column\]\])", LAYOUT_TEXT, flags=re.MULTILINE)


def book_of(layout: str) -> Rulebook:
    return rulebook_from_texts(NOTICE_TEXT, layout)


def block(column: str) -> str:
    """The text of one column's block."""
    return next(part for part in BLOCKS if f'id = "{column}"\n' in part)


def layout() -> Layout:
    return rulebook().layout


def test_the_columns_stand_at_their_published_positions() -> None:
    """c1 … c49 are what the notice's description says, in order."""
    wanted = ["rank", "window", *published.MODULE_COLUMNS, "total", *published.ITEM_IDS.values()]

    assert [column.id for column in layout().columns] == wanted
    assert len(wanted) == 49
    assert [layout().positions[column] for column in wanted] == list(range(1, 50))


def test_no_official_name_is_made_up() -> None:
    """A column whose name is not known is called by its position; nothing else is."""
    for column in layout().columns:
        neutral = any(re.search(r"（第[\d、]+列）", part) for part in column.header)
        if column.standing == "unnamed":
            number = str(layout().positions[column.id])
            assert neutral
            assert any(re.search(rf"[第、]{number}[、列]", part) for part in column.header)
        elif column.standing == "sure":
            assert not neutral


@pytest.mark.parametrize(
    ("column", "header"),
    [
        ("staff_performance", "窗口人员表现（30分）"),
        ("reward", "奖励分（20分）"),
        ("total", "总分（120分）"),
    ],
)
def test_full_marks_in_headers_come_from_the_notice(column: str, header: str) -> None:
    """Remark 1's marks; a changed mark changes the header."""
    assert layout().by_id[column].header == (header,)
    changed = rulebook({"module.reward.max": 25}).layout.by_id
    assert changed["reward"].header == ("奖励分（25分）",)
    assert changed["total"].header == ("总分（125分）",)


def test_labels_tell_the_columns_apart() -> None:
    """Each short name is there once: 加分 alone would be five columns."""
    labels = list(layout().labels.values())

    assert len(set(labels)) == len(labels)
    assert layout().labels["walkthrough_bonus"] == "局长走流程·加分"


def test_the_layout_as_json_tells_every_column() -> None:
    """Position, joined header and standing of each of the 49, and the working columns beside."""
    told = layout().as_json()

    assert [column["position"] for column in told["columns"]] == list(range(1, 50))  # type: ignore[attr-defined]
    assert told["columns"][14] == {  # type: ignore[index]
        "id": "case_volume_bonus",
        "position": 15,
        "header": "重点加分/办件量/办件量加分",
        "kind": "points",
        "sign": "+",
        "module": "reward",
        "rule": "case_volume",
        "measure": "",
        "standing": "sure",
    }


FAULTS = [
    ('id = "item_18"', 'id = "item_19"', "栏目编号 item_19 出现 2 次"),
    ('"重点加分（第18列）"', '"重点加分（第19列）"', "出现 2 次，应各不相同。"),
    ('id = "total"', 'id = "sum"', "缺少栏目 total。"),
    ('id = "reward"', 'id = "bonus"', "缺少栏目 reward。"),
    ('id = "item_18"', 'id = "项目18"', "id 只能用英文字母、数字和下划线。"),
    ('header = ["名次"]', "header = []", "header 应至少有一级表头"),
    ('header = ["名次"]', 'header = ["名次", ""]', "各级不能为空。"),
    ('header = ["名次"]', 'header = "名次"', '应为一组文字，如 ["甲", "乙"]。'),
    (
        'measure = "leadership.visits"',
        'measure = "leadership.walks"',
        "measure 为 leadership.walks",
    ),
    ('measure = "leadership.visits"', 'measure = "assisted_handling.times"', "计数用途 assisted"),
    (
        'kind = "count"\nmeasure = "leadership.visits"',
        'kind = "percent"\nmeasure = "leadership.visits"',
        "kind 为 percent（百分比）；计数用途为 leadership.visits 的应为 count（计数）。",
    ),
    (
        'kind = "percent"\nmeasure = "case_volume.platform_share"',
        'kind = "count"\nmeasure = "case_volume.platform_share"',
        "计数用途为 case_volume.platform_share 的应为 percent（百分比）。",
    ),
    (
        'kind = "count"\nmeasure = "leadership.visits"',
        'kind = "text"\nmeasure = "leadership.visits"',
        "只用于计数、百分比栏|应为计数或百分比栏",
    ),
    ('rule = "veto"', 'rule = "leadership"', "√ 栏只能用 veto 或不写。"),
    ('kind = "flag"', 'kind = "flag"\nsign = "-"', "sign 只用于分值栏。"),
    ('sign = "+"\n', "", "分值栏要写 sign：+ 或 -。"),
    ('sign = "+"\n', 'sign = "加"\n', "sign 为 '加'"),
    ('rule = "leadership"', 'rule = "leaders"', "rule 为 leaders；没有这条规则。"),
    ('sign = "+"\nmodule = "reward"', 'sign = "+"\nmodule = "bonus"', "module 为 bonus；应为"),
    ('sign = "+"\nmodule = "reward"', 'sign = "+"', "module 为 空；应为"),
    ('sign = "+"\nmodule = "reward"', 'sign = "-"\nmodule = "reward"', "- 分值不能计入 reward"),
    ('sign = "-"', 'sign = "+"', "+ 分值不能计入 business_conduct"),
    ('kind = "points"', 'kind = "score"', "kind 为 'score'；应为computed、count、points"),
    ('standing = "sure"', 'standing = "certain"', "应为sure、likely、unnamed 之一。"),
    ('id = "item_18"', 'id = "item_18"\nwidth = "16"', "应为数字（不加引号）。"),
    ('id = "item_18"', 'id = "item_18"\nwidht = 16', "不认识 widht。可用的有："),
    ("remark = 3\n", "remark = 9\n", "remark 为 9；通报没有这条备注。"),
    ('quarter = "2023Q1"', "", "缺少 quarter。"),
    ('quarter = "2023Q1"', 'quarter = "2014H1"', "quarter 为 '2014H1'；应为年份和季度"),
    ('quarter = "2023Q1"', 'quarter = ""', "quarter 为 ''；应为年份和季度"),
    (
        "[[column]]  # 4\n",
        '[[column]]\nid = "gone"\nheader = ["没有了"]\nkind = "computed"\nstanding = "sure"\n\n'
        "[[column]]  # 4\n",
        "计算栏，id 和 module 应为 rank",
    ),
    ('module = "window_conduct"', 'module = "gone"', "计算栏，id 和 module 应为 rank"),
    ("[layout]", "[layout", "不是有效的 TOML 文件"),
]


@pytest.mark.parametrize(("there", "instead", "said"), FAULTS)
def test_a_fault_is_told_in_a_sentence(there: str, instead: str, said: str) -> None:
    """Which column, what was found, what is allowed."""
    assert there in LAYOUT_TEXT
    with pytest.raises(LayoutError) as caught:
        book_of(LAYOUT_TEXT.replace(there, instead, 1))

    assert any(part in fault for fault in caught.value.faults for part in said.split("|"))
    assert all(fault.endswith("。") for fault in caught.value.faults)


def test_all_faults_come_at_once() -> None:
    """A total by another name is missed and unknown; with a mistake elsewhere, three sentences."""
    text = LAYOUT_TEXT.replace('id = "total"', 'id = "sum"')
    text = text.replace('measure = "leadership.visits"', 'measure = "leadership.walks"')
    with pytest.raises(LayoutError) as caught:
        book_of(text)

    assert len(caught.value.faults) == 3
    assert "有 3 处错误" in str(caught.value)


NEW_COLUMN = """[[column]]
id = "banners"
header = ["重点加分", "锦旗"]
kind = "points"
sign = "+"
module = "reward"
standing = "sure"

"""


def test_an_added_column_counts() -> None:
    """A block in the file is all it takes: 100 + 1.5."""
    book = book_of(LAYOUT_TEXT.replace(block("item_31"), NEW_COLUMN + block("item_31")))
    (scored,) = appraise_windows(book, [window(typed={"banners": "1.5"})]).windows

    assert book.layout.positions["banners"] == 31
    assert scored.total == Decimal("101.5")


def test_a_dropped_column_is_gone_and_the_rest_is_scored() -> None:
    """Without column 18 the published table still gives all that does not rest on it."""
    book = book_of(LAYOUT_TEXT.replace(block("item_18"), ""))
    whole = appraise_windows(rulebook(), published.evidence())
    fewer = appraise_windows(book, published.evidence())

    assert "item_18" not in book.layout.by_id
    for row in published.rows():
        lost = Decimal(row["c18"] or 0)
        before = whole.window(row["c2"]).score.modules["reward"]
        assert fewer.window(row["c2"]).score.modules["reward"] == before - lost


def test_a_moved_column_keeps_its_effect() -> None:
    """Order is for the eye: the same scores with column 30 in front of column 10."""
    moved = block("item_30")
    text = LAYOUT_TEXT.replace(moved, "")
    book = book_of(text.replace(block("leadership_visits"), moved + block("leadership_visits")))
    whole = appraise_windows(rulebook(), published.evidence())
    after = appraise_windows(book, published.evidence())

    assert book.layout.positions["item_30"] == 10
    for window_ in whole.windows:
        assert after.window(window_.window).score.modules == window_.score.modules


def test_a_renamed_column_shows_its_name_everywhere() -> None:
    """The new header is the label of the item's lines, and the figures stay."""
    book = book_of(LAYOUT_TEXT.replace("重点加分（第18列）", "政务创新"))
    (scored,) = appraise_windows(book, [window(typed={"item_18": 2})]).windows

    assert [line.item for line in scored.lines if line.column == "item_18"] == ["政务创新"]
    assert scored.total == Decimal(102)


def test_a_layouts_own_rule_joins_the_notices_under_its_remark() -> None:
    """It is listed with the notice's rules, with the layout's standing."""
    rules = rulebook().notice.rules

    assert (rules["item_24"].remark, rules["item_24"].standing) == (3, "inferred")


def test_a_flag_column_without_veto_takes_nobody_out() -> None:
    """A √ only means a veto where the column says so."""
    book = book_of(LAYOUT_TEXT.replace('kind = "flag"\nrule = "veto"', 'kind = "flag"', 1))
    (scored,) = appraise_windows(book, [window(typed={"veto_43": 1})]).windows

    assert not scored.vetoed
