"""A notice file with faults: each has its sentence, and all are told at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.evidence import LAYOUT_TEXT, NOTICE_TEXT
from xl_appraisal.model.errors import LayoutError, NoticeError
from xl_appraisal.model.notice import build_notice
from xl_appraisal.model.rulebook import load_rulebook, rulebook_from_texts

LEAD = '{ id = "lead", name = "一件事牵头事项", unit = "个", points = 2 }'
FAULTS = [
    # what is in the file, what stands there instead, what is said of it
    ('id = "jinjiang-2023"\n', "", "[notice]|通报文件 notice：缺少 id。"),
    ('id = "jinjiang-2023"\n', "id = 2023\n", "id 为 2023；应为文字（写在引号里）。"),
    ('"red_flag", "slips"]', '"slips", "red_flag"]', "stages 为"),
    ('"red_flag", "slips"]', '"flags", "slips"]', "应为按先后排列的 points、staff_performance"),
    ('stages = ["points"', "stages = [1", '应为一组文字，如 ["甲", "乙"]。'),
    ('stage = "total"', 'stage = "slips"', "总分怎样得出，要有备注说明。"),
    ("number = 8", "number = 9", "备注编号为 [1, 2, 3, 4, 5, 6, 7, 9]；应从1起连续。"),
    ("number = 8", 'number = "八"', "number 为 '八'；应为不小于0的整数。"),
    ('name = "奖励分"\nmax = 20', 'name = "奖励分"\nmax = 0', "模块 奖励分 的 max 应大于0。"),
    ('name = "奖励分"\nmax = 20', 'name = "奖励分"\nmax = "20"', "应为数字（不加引号）。"),
    ("max = 20", "max = 20.0000000000001", "最多12位小数的数字"),
    ("max = 20", "max = 1e9", "绝对值小于十亿"),
    ("max = 20", "max = nan", "绝对值小于十亿"),
    ("max = 20", "max = 1e999999999999999999", "绝对值小于十亿"),
    ("max = 20", "max = true", "应为数字（不加引号）。"),
    ('id = "reward"', 'id = "window_conduct"', "模块编号有重复。"),
    ('modules = ["reward"]', 'modules = ["bonus"]', "提到的模块 bonus 没有定义。"),
    ('modules = ["reward"]', "modules = []", "模块 奖励分 没有 [[remark.method]] 说明怎样计分。"),
    ('kind = "accumulate"', 'kind = "deduct"', "一个累计加分模块（accumulate）。"),
    (
        'kind = "mean"',
        'kind = "average"',
        "kind 为 'average'；应为mean、deduct、accumulate、given 之一。",
    ),
    ('id = "tie_rank"', 'id = "ties"', "缺少设置 tie_rank。"),
    ('id = "tie_rank"', 'id = "total_places"', "应为未用过的编号，此编号前面已有。"),
    ('kind = "choice"\nvalue = "next"', 'kind = "points"\nvalue = 1', "设置 substitution 的 kind"),
    ('value = "shared"', 'value = "together"', "value 为 'together'；应为shared、dense 之一。"),
    ('value = "30%"', 'value = "130%"', '应为0 到 1 之间的比例，写作 "30%"、"2/3" 或 0.3。'),
    ("value = 2\nmin = 0\nmax = 6", "value = 7\nmin = 0\nmax = 6", "不小于0、不大于6的数字。"),
    ("value = 2\nmin = 0\nmax = 6", "value = 2.5\nmin = 0\nmax = 6", "value 为 2.5；应为整数。"),
    ("optional = true", 'optional = "是"', "应为true 或 false。"),
    ('standing = "inferred"', 'standing = "maybe"', "应为notice、inferred、default 之一。"),
    ('stage = "slips"', 'stage = "total"', "步骤 slips 没有任何备注支撑。"),
    (f"measures = [\n  {LEAD},", "measure = [\n", "不认识 measure。可用的有："),
    (LEAD, LEAD.replace("2 }", '"2" }'), "measures第1项（一件事牵头事项）：points 为 '2'"),
    (LEAD, LEAD.replace(", points = 2", ""), "measures第1项（一件事牵头事项）：缺少 points。"),
    ("from = 300,", "from = 600,", "起点由小到大、互不相同的区间"),
    ("from = 300,", "from = 0,", "from 为 0；应为大于0的起点。"),
    ("to = 599, points = 1", "to = 599, points = -1", "points 为 -1；应为不小于0的加分。"),
    ('share = "2/3", points = 0.5', 'share = "2/3", points = -0.5', "应为不小于0的加分。"),
    ("cap = 5", "cap = -5", 'cap 为 -5；应为不小于0的数字，不设的写 ""。'),
    ('target = ""', "target = -1", "target 为 -1；应为不小于0的数字"),
    ('name = "奖励分"\nmax = 20', 'name = "奖励分"\nmax = -20', "的 max 应大于0。"),
    ("{ from = 300, to = 599, points = 1 }", "1", "应为一组“名称 = 值”，实为 1。"),
    ("bands = [{ from = 300", "banns = [{ from = 300", "应为至少一个区间。"),
    ('module = "reward"\nded', 'module = "bonus"\nded', "规则 局长走流程：模块 bonus 没有定义。"),
    (
        'deduction_module = "business_conduct"',
        'deduction_module = "reward"',
        "规则 局长走流程：扣分不能计入 reward，它不是倒扣分的模块。",
    ),
    (
        'module = "reward"\ndeduction_module = "business_conduct"',
        'module = "business_conduct"\ndeduction_module = "business_conduct"',
        "business_conduct 是倒扣分的模块，扣分写正数",
    ),
    (
        'module = "reward"\ndeduction_module = "business_conduct"\n',
        'module = "window_conduct"\n',
        "年度工作方案未提交 的 points 为 -1；window_conduct 是倒扣分的模块，扣分写正数",
    ),
    ('deduction_module = "business_conduct"\n', "", "points 为 -0.5；要写 deduction_module"),
    (
        'name = "一件事"\nkind = "tally"\nstage = "points"\nmodule = "reward"',
        'name = "一件事"\nkind = "tally"\nstage = "points"\nmodule = "staff_performance"',
        "规则 一件事：分值不能计入 staff_performance，它由人员考核分算出。",
    ),
    ("{year}年第", "{foo}年第", "花括号只用于 {year}（年）和 {quarter}（季度）。"),
    ("{year}年第", "{year.__class__.__mro__}年第", "花括号只用于 {year}（年）"),
    ("{year}年第", "{year:>2000000000}年第", "花括号只用于 {year}（年）"),
    ("{year}年第", "{year[0]}年第", "花括号只用于 {year}（年）"),
    ("{year}年第", "{year年第", "花括号只用于 {year}（年）"),
    ("{year}年第", "{year!r}年第", "花括号只用于 {year}（年）"),
    ("{year}年第", "{{year}}年第", "花括号只用于 {year}（年）"),
    ("{year}年第", "{month}年第", "花括号只用于 {year}（年）"),
    ('share = "2/3"', 'share = "2/0"', "0 到 1 之间的比例"),
    ("[[remark.situation]]\nnumber = 6", "[[remark.situations]]\nnumber = 6", "不认识 situations"),
    ('annex = "附件2"', 'annex = "附件2', "不是有效的 TOML 文件"),
    ("[[remark.rule]]", "[remark.rule]", "不是有效的 TOML 文件|应为一组表"),
]


def faults_of(notice: str) -> tuple[str, ...]:
    with pytest.raises(NoticeError) as caught:
        rulebook_from_texts(notice, LAYOUT_TEXT)
    return caught.value.faults


@pytest.mark.parametrize(("there", "instead", "said"), FAULTS)
def test_a_fault_is_told_in_a_sentence(there: str, instead: str, said: str) -> None:
    """Where it is, what was found, what is allowed."""
    assert there in NOTICE_TEXT
    faults = faults_of(NOTICE_TEXT.replace(there, instead, 1))

    assert any(part in fault for fault in faults for part in said.split("|"))
    assert all(fault.endswith("。") for fault in faults)


def test_all_faults_come_at_once() -> None:
    """Three mistakes in three places are three sentences of one error, which counts them."""
    text = NOTICE_TEXT
    for there, instead in [
        ("max = 20", 'max = "二十"'),
        ('share = "2/3"', 'share = "三分之二"'),
        ('standing = "inferred"', 'standing = "maybe"'),
    ]:
        text = text.replace(there, instead, 1)
    with pytest.raises(NoticeError) as caught:
        rulebook_from_texts(text, LAYOUT_TEXT)

    said = str(caught.value)
    for word in ("二十", "三分之二", "maybe"):
        assert said.count(f"'{word}'") == 1
    assert f"有 {len(caught.value.faults)} 处错误" in said
    assert caught.value.source == "通报文件"


def test_an_empty_file_is_refused() -> None:
    """Everything that is needed is listed as missing."""
    with pytest.raises(NoticeError) as caught:
        build_notice("空文件", {})

    assert any("缺少 notice" in fault for fault in caught.value.faults)
    assert any("备注编号" in fault for fault in caught.value.faults)


def test_deep_nesting_is_a_fault_and_not_a_crash() -> None:
    """A file that no reader can take in is refused like any other."""
    assert len(faults_of("x = " + "[" * 100_000)) == 1


@pytest.mark.parametrize(("which", "error"), [("notice", NoticeError), ("layout", LayoutError)])
def test_an_id_that_is_not_there_names_those_that_are(
    which: str, error: type[NoticeError | LayoutError]
) -> None:
    """So that one can pick the right one."""
    with pytest.raises(error, match=r"没有这个编号；现有：.*jinjiang-2023"):
        load_rulebook(**{which: "jinjiang-1999"})


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    """Absent or not UTF-8: the error names the file and says what to do."""
    gbk = tmp_path / "notice.toml"
    gbk.write_bytes(NOTICE_TEXT.encode("gbk", "replace"))
    cases = ((gbk, "第1行的文字认不出来.*UTF-8"), (tmp_path / "absent.toml", "找不到这个文件"))
    for path, said in cases:
        with pytest.raises(NoticeError, match=said) as caught:
            load_rulebook(path)
        assert caught.value.source == str(path)


def test_a_notice_of_ones_own_is_loaded_from_its_file(tmp_path: Path) -> None:
    """Also with the mark that Windows editors put before UTF-8."""
    mine = tmp_path / "mine.toml"
    mine.write_text(NOTICE_TEXT.replace("max = 20", "max = 25"), encoding="utf-8-sig")

    assert load_rulebook(mine).notice.module("reward").maximum == 25
