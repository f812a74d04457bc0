"""A year of a notice with groups and two awards: places within the group, each award counted."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from tests.made_notice import made, module
from tests.rules.test_awards import award, book_of
from tests.rules.test_groups import FLAG, GROUPS, OUT, POINTS, Row, appraised
from xl_appraisal.model.exact_json import exact_json
from xl_appraisal.model.findings import Place
from xl_appraisal.model.layout.layout import GROUP
from xl_appraisal.outputs.year_book import summary_page, year_pages
from xl_appraisal.scoring import Given, WindowEvidence, appraise_windows
from xl_appraisal.work.year.summarise import summarise
from xl_appraisal.work.year.year_model import GivenQuarter, Year

NOTICE = made(
    POINTS,
    FLAG,
    award("model", "服务先进窗口", 'number = 1\ngroup = "all"'),
    GROUPS,
    OUT,
    head="last_in_a_row = 2",
)
SPRING: list[Row] = [
    ("甲", 90, {GROUP: "A组"}), ("乙", 80, {GROUP: "A组"}), ("丙", 70, {GROUP: "B组"}),
    ("丁", 60, {GROUP: "B组"}), ("戊", 95, {GROUP: "B组", "fresh": "新进驻"}),
]  # fmt: skip
SUMMER: list[Row] = [
    ("甲", 80, {GROUP: "A组"}), ("乙", 70, {GROUP: "A组"}), ("丙", 71, {GROUP: "B组"}),
    ("丁", 62, {GROUP: "B组"}), ("戊", 61, {GROUP: "B组"}),
]  # fmt: skip


def year() -> Year:
    quarters = {"2024Q1": SPRING, "2024Q2": SUMMER}
    return summarise(
        GivenQuarter(code, f"{code}.xlsx", book_of(NOTICE), appraised(NOTICE, rows))
        for code, rows in quarters.items()
    )


def test_places_are_those_within_the_group() -> None:
    """A: 85, 75; B: 戊 (95+61)÷2 = 78, 丙 70.5, 丁 61."""
    found = [(one.group, one.window, one.average, one.place) for one in year().windows]
    assert found == [
        ("A组", "甲", 85, 1),
        ("A组", "乙", 75, 2),
        ("B组", "戊", 78, 1),
        ("B组", "丙", Fraction(141, 2), 2),
        ("B组", "丁", 61, 3),
    ]


def test_each_award_has_its_columns_and_a_rank_that_was_none_its_word() -> None:
    """30% of two is 0.6, of the three of summer's B 0.9: one flag each; one model of all."""
    page = summary_page(year())
    headers = [column.header[0] for column in page.blocks[0].columns]  # type: ignore[union-attr]
    rows = {row.cells[1]: dict(zip(headers, row.cells, strict=True))
            for row in page.blocks[0].rows}  # type: ignore[union-attr]  # fmt: skip
    assert rows["甲"]["红旗次数"] == 2
    assert (rows["甲"]["服务先进次数"], rows["甲"]["服务先进季度"]) == (2, "1季度、2季度")
    assert (rows["丙"]["红旗次数"], rows["丙"]["服务先进次数"]) == (2, 0)
    assert (rows["戊"]["1季度名次"], rows["戊"]["2季度名次"]) == ("不参评", 3)
    assert len(year_pages(year())) == 4


def test_the_last_place_is_that_of_the_group() -> None:
    """乙 twice last of A; of B 丁 was last in spring, 戊 in summer."""
    notes = [note for note in year().notes if "末位" in note]
    assert notes == ["乙2024年第1季度至2024年第2季度连续2个季度末位；请按通报处理。"]


def test_json_tells_more_only_where_there_is_more() -> None:
    """A window without further awards in a notice without groups is told as ever."""
    told = exact_json(year().windows[0].standings[0])
    assert told["further"] == {"award_model": False}
    assert told["group"] == "A组"
    plain = made(POINTS, FLAG)
    given = [
        GivenQuarter(code, code, book_of(plain), appraised(plain, [("甲", 90, {})]))
        for code in ("2024Q1", "2024Q2")
    ]
    assert (
        not {"further", "group", "unranked"}
        & exact_json(summarise(given).windows[0].standings[0]).keys()
    )


STARS = made(
    module("conduct", "mean", 30, 'weight = "30%"\nfull = 100'),
    award("star", "服务标兵", 'of = "people"\nnumber = 1'),
)


def with_people(*quarters: dict[str, tuple[str, int]]) -> Year:
    """Quarters of windows with one person each: a name and a score."""
    given = []
    for number, windows in enumerate(quarters, 1):
        evidence = [
            WindowEvidence(
                window,
                Place("名次表", row, 2),
                staff=(Given(Decimal(score), Place("人员考核", row, 3), name=name),),
            )
            for row, (window, (name, score)) in enumerate(windows.items(), 4)
        ]
        book = book_of(STARS)
        found = appraise_windows(book, evidence)
        given.append(GivenQuarter(f"2024Q{number}", f"{number}.xlsx", book, found))
    return summarise(given, renamed=["旧窗口=新窗口"])


def test_people_who_were_elected_are_listed_with_their_periods() -> None:
    """张一 twice under two names of the window, 李一 once; two without a name are two."""
    found = with_people(
        {"旧窗口": ("张一", 99), "公安": ("李一", 90)},
        {"新窗口": ("张 一", 98), "公安": ("李一", 97)},
        {"新窗口": ("张一", 90), "公安": ("李一", 95)},
        {"新窗口": ("", 90), "公安": ("", 80)},
    )
    assert [(one.name, one.window, one.quarters) for one in found.people] == [
        ("张 一", "新窗口", ("2024Q1", "2024Q2")),
        ("李一", "公安", ("2024Q3",)),
        ("第4行人员", "新窗口", ("2024Q4",)),
    ]
    page = next(one for one in year_pages(found) if one.sheet == "人员评选")
    rows = [row.cells for row in page.blocks[0].rows]  # type: ignore[union-attr]
    assert rows[0] == ("服务标兵", "张 一", "新窗口", 2, "1季度、2季度")
    assert exact_json(found)["people"][1]["quarters"] == ["2024Q3"]
    assert "people" not in exact_json(year())
