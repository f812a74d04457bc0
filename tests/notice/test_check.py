"""`notice check` from within: every fault with its line, those behind mistakes in writing too."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from decimal import Decimal

import pytest
from hypothesis import given as arbitrary
from hypothesis import settings
from hypothesis import strategies as st

from tests.evidence import NOTICE_TEXT
from xl_appraisal.model.fields import Path
from xl_appraisal.model.notice.check_file import check_notice
from xl_appraisal.model.notice.toml_text import ValueLines


def edited(*edits: tuple[str, str]) -> str:
    text = NOTICE_TEXT
    for there, instead in edits:
        assert there in text
        text = text.replace(there, instead, 1)
    return text


def line_with(part: str) -> int:
    """The line of the notice, from 1, on which the text first stands."""
    return NOTICE_TEXT[: NOTICE_TEXT.index(part)].count("\n") + 1


def test_the_notice_itself_has_no_fault() -> None:
    """And what it says comes along."""
    found = check_notice(NOTICE_TEXT)

    assert (found.faults, found.hints) == ((), ())
    assert found.notice is not None and found.notice.module("reward").maximum == 20


ONE = [
    # what stands in the file, what a clerk made of it, what is said of that line
    ('annex = "附件2"', "annex = “附件2”", "这一行有中文标点 “”，请改用英文半角的"),
    ('annex = "附件2"', 'annex = "附件2', "引号没有成对"),
    ('annex = "附件2"', 'annex ＝ "附件2"', "这一行有中文标点 ＝"),
    ('annex = "附件2"', 'annex "附件2"', "名称后面应是等号“=”"),
    ('annex = "附件2"', 'annex = "附件2" 2', "值的后面多出了内容"),
    ("max = 20", "max = 二十", "等号后面的值看不懂"),
    ("max = 20", "max = 20分", "值的后面多出了内容"),
    ("max = 20", 'max = "20"', "应为数字（不加引号）"),
    ("max = 20", "max = 20\nmax = 25", "同一个名称写了两次"),
    ("cap = 3", "cap = -3", "cap 为 -3；应为不小于0的数字"),
    ('share = "2/3"', 'share = "三分之二"', "share 为 '三分之二'；应为0 到 1 之间的比例"),
    ("to = 599, points = 1 }", "to = 599, points = -1 }", "points 为 -1；应为不小于0的加分"),
    ("to = 599, points = 1 }", "to = 599, points = 1 ", "前一个花括号要用“}”配上"),
    ("{ from = 600, points = 2 }]", "{ from = 600, points = 2 }", "花括号|方括号|值的后面"),
    ("{year}年第", "{month}年第", "花括号只用于 {year}（年）"),
    ("number = 8", "number = 9", "备注编号为 [1, 2, 3, 4, 5, 6, 7, 9]"),
]


@pytest.mark.parametrize(("there", "instead", "said"), ONE)
def test_one_fault_is_told_with_its_meaning(there: str, instead: str, said: str) -> None:
    """On the line where it is, or below where another value repeats it; the notice is not used."""
    found = check_notice(edited((there, instead)))
    (fault, *_) = found.faults

    assert any(part in fault.text for part in said.split("|"))
    assert found.notice is None
    if "备注编号" in said:
        assert fault.line is None or NOTICE_TEXT.splitlines()[fault.line - 1]
    else:
        assert fault.line is not None
        assert line_with(there) <= fault.line <= line_with(there) + instead.count("\n")


def test_all_faults_come_at_once_each_on_its_line() -> None:
    """Two that no reader can pass, two that are wrong in content, and a band that does not meet."""
    edits = [
        ('annex = "附件2"', "annex = “附件2”"),
        ("max = 20", "max = 二十"),
        ('share = "2/3"', 'share = "三分之二"'),
        ("cap = 5", "cap = -5"),
        ("to = 599, points = 1", "to = 699, points = 1"),
    ]
    found = check_notice(edited(*edits))

    assert [fault.line for fault in found.faults] == [line_with(there) for there, _ in edits[:4]]
    assert [hint.line for hint in found.hints] == [line_with(edits[4][0])]
    assert "第1档写到699为止" in found.hints[0].text and "请核对 to" in found.hints[0].text
    assert str(found.faults[1]).startswith(f"第{line_with('max = 20')}行：")


def test_a_line_that_cannot_be_read_is_not_also_called_missing() -> None:
    """The maximum of 奖励分 is there, only written wrong: one fault, not two."""
    found = check_notice(edited(("max = 20", "max = 二十")))

    assert len(found.faults) == 1


def test_every_value_of_the_notice_has_the_line_it_stands_on() -> None:
    """Its key and the beginning of its value are on that line, for every single value."""
    lines = ValueLines(NOTICE_TEXT)
    source = NOTICE_TEXT.split("\n")
    checked = 0
    for path, value in single_values(tomllib.loads(NOTICE_TEXT, parse_float=Decimal)):
        line = lines.line_of(path)
        assert line is not None
        if isinstance(path[-1], str):
            assert path[-1] in source[line - 1]
        assert str(value).lower()[:20] in source[line - 1].lower()
        checked += 1
    assert checked > 200


def single_values(part: object, path: Path = ()) -> Iterator[tuple[Path, object]]:
    """Every value that holds no others, with its path."""
    inner = enumerate(part) if isinstance(part, list) else ()
    inner = part.items() if isinstance(part, dict) else inner
    for key, value in inner:
        if isinstance(value, dict | list):
            yield from single_values(value, (*path, key))
        else:
            yield (*path, key), value


keys = st.text("abc_", min_size=1, max_size=4)
scalars = st.one_of(
    st.integers(-99, 99).map(str),
    st.booleans().map(lambda b: str(b).lower()),
    st.sampled_from(
        ['"a = [b] # c"', "'x\"y'", '"\\"q\\\\"', '"""a\nb = 1\n"q" """', "'''it's\n[x]'''"]
    ),
)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda v: "[" + ",\n ".join(v) + "]"),
        st.dictionaries(keys, scalars.filter(lambda v: "\n" not in v), max_size=3).map(
            lambda d: "{" + ", ".join(f"{k} = {v}" for k, v in d.items()) + "}"
        ),
    ),
    max_leaves=6,
)
tables = st.dictionaries(keys, values, max_size=4)


@settings(max_examples=60)
@arbitrary(st.lists(tables, min_size=1, max_size=4))
def test_lines_are_found_in_any_file_that_can_be_read(blocks: list[dict[str, str]]) -> None:
    """Every key of every table is on the line where it was written."""
    text, expected = "", {}
    for number, block in enumerate(blocks):
        text += "# 备注 = [1]\n[[remark]]\n"
        for key, value in block.items():
            expected["remark", number, key] = text.count("\n") + 1
            text += f"{key} = {value}  # {key} = 2\n"
    tomllib.loads(text)
    lines = ValueLines(text)

    assert {path: lines.line_of(path) for path in expected} == expected
    for path, line in expected.items():
        assert lines.line_of((*path, "没有", 7)) in range(line, text.count("\n") + 1)


@settings(max_examples=60)
@arbitrary(st.data())
def test_whatever_is_typed_over_a_notice_there_is_an_answer(data: st.DataObject) -> None:
    """Faults or a notice, never neither and never a crash."""
    start = data.draw(st.integers(0, len(NOTICE_TEXT)))
    length = data.draw(st.integers(0, 30))
    typed = data.draw(st.text("\"'[]{}=,#\n\\ 一“，1.e-\0", max_size=12))
    text = NOTICE_TEXT[:start] + typed + NOTICE_TEXT[start + length :]
    found = check_notice(text)

    assert bool(found.faults) == (found.notice is None)
    for fault in found.faults:
        assert fault.line is None or 1 <= fault.line <= text.count("\n") + 1
        assert fault.text
