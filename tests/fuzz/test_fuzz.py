"""The normal form: a bounded number of cases of every area, and the judges judged."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz import content, guided, plain_sheet
from tests.fuzz.areas import areas, figures, files, sheets
from tests.fuzz.samples import command, digest, workbook
from tests.fuzz.tally import Tally, shares
from tests.fuzz.verdict import OUTCOMES, TooLongError, clear, numbers, run_case
from xl_appraisal.book.read.typed_values import Unreadable, read_number
from xl_appraisal.model.grid import Cell, Grid

CASES = 500


@pytest.mark.parametrize("area", list(areas()))
def test_arbitrary_input_gives_a_result_a_finding_or_a_refusal(area: str, tally: Tally) -> None:
    """Confirmed by an independent way, or a clear word; never an error, a hang or a change."""
    for number in range(shares(CASES)[area]):
        ran = run_case(area, areas()[area][0], tally.seed, number)
        tally.add(ran)
        again = f"python -m tests.fuzz --seed {tally.seed} --area {area} --only {number}"
        assert ran.outcome in OUTCOMES, f"{again}\n{ran.failure}"


@pytest.mark.parametrize("size", [60, 100])
def test_a_single_line_of_many_megabytes_is_refused(size: int, tmp_path: Path) -> None:
    """One below and one above the limit of a whole file; the workbook stays as it was."""
    book, file = tmp_path / "book.xlsx", tmp_path / "来件.csv"
    book.write_bytes(workbook())
    with file.open("wb") as out:
        out.write("窗口,模块,分值\n税务,业务规范,".encode())
        for _ in range(size):
            out.write(b"1" * 1_000_000)
    own = digest(book)
    code, _, said = command("import", book, "--ledger", file)
    clear(said)
    assert (code, digest(book)) == (2, own)
    assert len(said) < 10_000


def test_a_sheet_of_columns_that_once_failed(tmp_path: Path) -> None:
    """栏目 without a column that 名次表 computes (seed 77): a word, not a KeyError."""
    assert sheets.layout(numbers("layout", 77, 10), tmp_path) in OUTCOMES


@pytest.mark.parametrize(("seed", "number"), [(20261127, 623), (20261127, 953), (20261130, 762)])
def test_notices_that_once_failed(seed: int, number: int, tmp_path: Path) -> None:
    """A floor above the full marks, no remark on the total, two settings with names exchanged."""
    assert files.notices(numbers("notice", seed, number), tmp_path) in OUTCOMES


def test_a_score_far_above_its_full_mark_that_once_failed(tmp_path: Path) -> None:
    """Somebody's 786 points: the module stops at 30, and the cell is told (seed 20261130)."""
    assert figures.staff(numbers("staff", 20261130, 1848), tmp_path) in OUTCOMES


@pytest.mark.parametrize("seed", range(8))
def test_the_reader_under_guided_fuzzing_takes_its_own_seeds(seed: int) -> None:
    """A workbook and each part alone are read; a torn one is refused in clear words."""
    sound = guided.seeds()[seed]
    assert guided.judge(sound) == "read"
    assert guided.judge(sound[: len(sound) // 2]) == "refused"


@settings(max_examples=25)
@given(
    st.randoms(use_true_random=False),
    st.sampled_from([figures.cells, figures.staff, figures.ledger, sheets.headers]),
)
def test_the_smallest_failing_table_would_be_found(random: Random, case: object) -> None:
    """The same cases drawn by hypothesis, which makes a failing one small."""
    assert case(random, Path()) in OUTCOMES  # type: ignore[operator]


@given(st.text(max_size=30))
def test_a_text_is_read_as_the_figure_that_it_shows_or_not_at_all(text: str) -> None:
    """The reader of cells against a plain regular expression over the normalised text."""
    found = read_number(Cell(text), "数值")
    reading = "bad" if isinstance(found, Unreadable) else found
    assert reading in content.readings(text)


# ── the judges ──


def test_the_judge_of_texts_knows_figures_from_what_only_looks_like_one() -> None:
    """By hand: full-width digits are digits, a minus is refused, words are no figure."""
    table = {
        "１２．５": Fraction(25, 2),
        "1,593件": 1593,
        "-5": None,
        "五": None,
        "5²": 52,
        "": None,
    }
    assert {text: content.lenient(text) for text in table} == table
    assert content.readings("\u200b") == (None, content.BAD)


def test_the_judge_of_sheets_sees_a_single_changed_cell() -> None:
    """A wrong figure, a missing and an invented cell are each told."""
    stored = {(1, 1): ("n", "1.5", False), (1, 2): ("str", "甲", False)}
    right = {(1, 1): Cell(Decimal("1.5")), (1, 2): Cell("甲")}
    assert plain_sheet.differences(Grid("名", right), stored) == []
    for wrong in ({(1, 1): Cell(Decimal(1))}, {(1, 2): Cell("乙")}, {(2, 1): Cell("甲")}):
        assert plain_sheet.differences(Grid("名", {**right, **wrong}), stored)
    assert "名次表" in plain_sheet.sheets(workbook())


def test_a_case_that_hangs_or_fails_is_told_with_its_number(tmp_path: Path) -> None:
    """Neither ends the run; a hang is stopped at its limit."""

    def hangs(_: Random, __: Path) -> str:
        while True:
            pass

    ran = run_case("cells", hangs, 7, 3, limit=0.05)
    assert ran.outcome == "failed"
    assert TooLongError.__name__ in ran.failure
    assert (ran.seed, ran.number) == (7, 3)


def test_a_message_without_chinese_or_with_a_traceback_is_a_failure() -> None:
    """What :func:`clear` lets pass is fit for staff."""
    clear("名次表 B7：窗口名称为空。")
    for wrong in ("KeyError: 'x'", "错误：Traceback (most recent call last)"):
        with pytest.raises(AssertionError):
            clear(wrong)
