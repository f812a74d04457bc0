"""Groups, windows that take no part and several awards by plain formulas: the hand figures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from tests.libreoffice.office import Office
from tests.native.family_books import elected, text
from tests.native.grouped import (
    BY_HAND,
    ELECTED,
    NOTICE,
    SHOWN,
    WINDOWS,
    first_row,
    grouped_book,
    notes,
)
from tests.native.opened_book import OpenedBook
from tests.native.other_engines import by_gnumeric, by_ironcalc, readable
from tests.native.spoiling import Spoiler
from tests.rules.test_awards import book_of
from tests.workbook.libreoffice import recalculated_copies
from xl_appraisal.book.sheets import RANKING
from xl_appraisal.hosts import FileHost
from xl_appraisal.model.exact import plain
from xl_appraisal.work.desk import appraise_host

SPOILED, SEED = 150, 20230404
POSITIONS = book_of(NOTICE).layout.positions


def shown(rows: list[list[object]]) -> dict[str, tuple[str, ...]]:
    """The window of each row and what its computed cells hold."""
    return {
        str(row[POSITIONS["window"] - 1]): tuple(text(row[POSITIONS[one] - 1]) for one in SHOWN)
        for row in rows
    }


def area() -> str:
    last = get_column_letter(max(POSITIONS.values()))
    return f"A{first_row()}:{last}{first_row() + len(WINDOWS) - 1}"


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return grouped_book(tmp_path_factory.mktemp("grouped"))


def test_the_core_comes_to_the_hand_figures(book: Path) -> None:
    """So what follows judges the formulas and not a slip of the hand."""
    appraisal = appraise_host(FileHost(book)).appraisal
    people = {
        f"{one.group}{one.award.name}": [
            f"{w.name}（{w.window}，{plain(w.score)}分）" for w in one.people
        ]
        for one in appraisal.contests
        if one.award.of == "people"
    }
    found = {
        one.window: (
            one.rank_text,
            text(None if one.total is None else one.total),
            *(one.awards[column].text for column in SHOWN[2:5]),
            one.grade,
        )
        for one in appraisal.windows
    }
    assert found == BY_HAND
    assert people == {award: names for award, (_, *names) in ELECTED.items()}


def test_libreoffice_comes_to_the_hand_figures(book: Path, tmp_path: Path) -> None:
    """Ranks, awards and grades of every window; who has no total is told why, and the places."""
    copy = recalculated_copies([book], tmp_path)[0]
    sheet = openpyxl.load_workbook(copy, data_only=True)[RANKING]
    told = notes(copy)

    assert shown([[cell.value for cell in row] for row in sheet[area()]]) == BY_HAND
    assert elected(copy) == ELECTED
    assert [name for name in WINDOWS if told[name]] == ["癸", "子"]
    assert "应为A组、B组之一" in told["癸"]
    assert "不参评一栏分不清是否参评" in told["子"]
    assert told[""].startswith(
        "窗口11个，其中3个标了不参评，有得分9个；A组红旗名额1个，评上2个；B组红旗名额1个，评上2个；"
        "服务先进名额2个，评上2个；B组新星名额1个，评上2个。"
    )


def test_gnumeric_and_ironcalc_come_to_the_hand_figures(book: Path, tmp_path: Path) -> None:
    """Two more programs that are not ours, on the same formulas."""
    copy = readable(book, tmp_path / "copy.xlsx")

    assert shown(by_gnumeric(copy, area())) == BY_HAND
    assert shown(by_ironcalc(book, area())) == BY_HAND


@pytest.fixture
def opened(book: Path, session_office: Office) -> Iterator[OpenedBook]:
    yield OpenedBook(session_office, book, first_row(), len(WINDOWS), max(POSITIONS.values()))
    session_office.close_all()


def test_a_spoiled_helper_never_gives_another_figure(opened: OpenedBook) -> None:
    """Errors, texts, negative, huge and blank cells: right, or gone with the reason told."""
    spoiler = Spoiler(opened)

    assert list(spoiler.wrong(spoiler.sample(SPOILED, SEED))) == []
    assert spoiler.gone > SPOILED // 2
