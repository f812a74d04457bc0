"""One button is one step of Calc's: undone as one, and nothing where it fails."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.excel.conftest import ref_of
from tests.excel.real_table import COLUMNS, FIRST
from tests.hosts.failing import failing_after
from tests.libreoffice.books import workbook_of_figures
from tests.libreoffice.calc_book import LABELS, CalcBook
from tests.libreoffice.office import Office
from xl_appraisal.book.sheets import LEDGER, LEDGER_TABLE, RANKING
from xl_appraisal.hosts.calc.calc_host import CalcHost


@pytest.fixture(scope="session")
def figures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return workbook_of_figures(tmp_path_factory.mktemp("steps") / "2023Q1.xlsx")


@pytest.fixture
def opened(office: Office, figures: Path) -> Callable[[], CalcBook]:
    """The quarter in a window whose questions are agreed to; nothing of it is saved."""

    def made() -> CalcBook:
        book = CalcBook(office.context, office.open(figures, Hidden=False, ReadOnly=False))
        book.screen.here = True
        return book

    return made


def bad(book: CalcBook) -> None:
    book.put(RANKING, ref_of("税务", "item_19"), "三分")


def sealed(book: CalcBook) -> None:
    book.press("recalculate")
    book.press("seal_quarter")
    book.screen.typed = ["更正"]


def shown(book: CalcBook) -> None:
    book.press("show_gaps")
    bad(book)


def annexed(book: CalcBook) -> None:
    book.press("generate_annex")
    bad(book)


BEFORE: dict[str, Callable[[CalcBook], object]] = {
    "recalculate": bad,
    "show_gaps": shown,
    "generate_annex": annexed,
    "seal_quarter": lambda book: book.press("recalculate"),
    "reopen_quarter": sealed,
}


@pytest.mark.parametrize("name", BEFORE)
def test_a_button_is_undone_as_one_step_of_its_name(
    opened: Callable[[], CalcBook], name: str
) -> None:
    """Cells, sheets, protection are as before, and are there again after a redo."""
    book = opened()
    BEFORE[name](book)
    before, steps = book.contents(), len(book.undo)
    book.press(name)
    after = book.contents()
    assert after != before
    assert (len(book.undo), book.undo[0]) == (steps + 1, LABELS[name])
    book.document.UndoManager.undo()
    assert book.contents() == before
    book.document.UndoManager.redo()
    assert book.contents() == after


def test_what_was_typed_before_is_never_undone_on_another_sheet(
    office: Office, filled: Path, tmp_path: Path
) -> None:
    """Calc counts sheets by number, and records no new one in a workbook with macros."""
    path = Path(shutil.copy(filled, tmp_path / "2023Q1.xlsm"))
    book = CalcBook(office.context, office.open(path, Hidden=False, ReadOnly=False))
    line = (LEDGER_TABLE.header_row + 1, 4)  # 人员考核 stands before 加扣分明细
    before = book.contents()
    book.put(LEDGER, line, 90.0)
    typed = book.contents()
    book.press("show_gaps")
    gaps = (set(book.contents()) - set(before)).pop()
    for _ in range(3):
        while book.undo:
            book.document.UndoManager.undo()
        now = book.contents()
        assert {name: now[name] for name in before} in (before, typed)
        assert set(now) <= {*before, gaps}
        book.put(LEDGER, line, 90.0)
        book.press("show_gaps")
    assert set(book.contents()) == {*before, gaps}


FAILURES = [
    ("recalculate", 0),
    ("recalculate", 2),
    ("show_gaps", 2),
    ("generate_annex", 3),
    ("seal_quarter", 1),
    ("seal_quarter", 6),
]
"""After how many writes; every one of them is tried in tests/excel, where it takes no time."""


@pytest.mark.parametrize(("name", "number"), FAILURES)
def test_a_failure_after_a_write_leaves_the_workbook_as_it_was(
    opened: Callable[[], CalcBook], name: str, number: int
) -> None:
    """Nor is anything in the list of steps; it is told, and not as done."""
    book = opened()
    BEFORE[name](book)
    before, steps = book.contents(), book.undo
    with failing_after(number, CalcHost) as failing:
        book.press(name)
    assert failing.failed
    assert (book.contents(), book.undo) == (before, steps)
    assert "没有完成" in book.screen.told[-1]


def test_a_closed_quarter_is_protected_verified_and_reopened(
    opened: Callable[[], CalcBook],
) -> None:
    """Every sheet; what is typed then is refused by Calc itself; 重新打开 takes it all off."""
    book = opened()
    sealed(book)
    protected = [name for name, (_, locked, _) in book.contents().items() if locked]
    assert RANKING in protected and len(protected) >= 8
    book.press("verify_quarter")
    assert "核验通过" in book.screen.told[-1]
    book.press("recalculate")
    assert "封存" in book.screen.told[-1]
    told = len(book.screen.told)
    book.press("reopen_quarter")
    assert not any(locked for _, locked, _ in book.contents().values())
    book.put(RANKING, (FIRST, COLUMNS["item_19"]), 1.0)
    book.press("recalculate")
    assert book.screen.told[told:] == ["为什么要改、谁同意的？（会记在“规则”表和“核对”表）"]


def test_a_password_is_asked_for_when_a_quarter_is_reopened(
    opened: Callable[[], CalcBook],
) -> None:
    """A wrong one leaves every sheet closed; the right one opens them all."""
    book = opened()
    sealed(book)
    for name in book.contents():
        sheet = book.document.Sheets.getByName(name)
        sheet.unprotect("")
        sheet.protect("秘密")
    before = book.contents()
    book.screen.typed = ["更正", "错的"]
    book.press("reopen_quarter")
    assert "密码可能不对" in book.screen.told[-1]
    assert book.contents() == before
    book.screen.typed = ["更正", "秘密"]
    book.press("reopen_quarter")
    assert not any(locked for _, locked, _ in book.contents().values())
