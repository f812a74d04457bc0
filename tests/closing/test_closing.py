"""A quarter closed, verified, opened again: on the real table, in files, in memory, in Excel."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from tests.command_line import Run
from tests.workbook.books import Book, one, recalculated
from tests.workbook.libreoffice import recalculated_copies
from xl_appraisal.book.read.quarter import read_quarter_book
from xl_appraisal.book.sheets import SHEETS
from xl_appraisal.hosts import FileHost, MemoryHost
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.grid import Ref, Write
from xl_appraisal.work.closing import Verdict, close, reopen, verify
from xl_appraisal.work.closing.digest import cell_digests, digest
from xl_appraisal.work.desk import appraise_host, check, recalculate
from xl_appraisal.work.importing import plan_import

NOON = dt.datetime(2023, 7, 5, 12, 0, 30)


@pytest.fixture
def book(demo_folder: Path, tmp_path: Path) -> Path:
    """The real quarter, recalculated, not closed."""
    return Path(shutil.copy(demo_folder / "2023Q1.xlsx", tmp_path / "2023Q1.xlsx"))


@pytest.fixture
def closed(book: Path) -> Path:
    host = FileHost(book)
    close(host, now=NOON)
    host.save()
    return book


def altered(path: Path, sheet: str, cells: dict[Ref, Write]) -> Verdict:
    """The verdict after somebody wrote into those cells of the file."""
    host = FileHost(path)
    host.write(sheet, cells)
    host.save()
    return verify(FileHost(path))


def test_a_closed_quarter_says_when_and_what(closed: Path) -> None:
    """On 规则 and in 核对, in cells that staff see; every sheet is protected."""
    sheets = openpyxl.load_workbook(closed)
    rows = [[cell.value for cell in row[:3]] for row in sheets["规则"].iter_rows(min_row=50)]
    assert ["封存", "2023-07-05 12:00:30", "book.event.1"] in rows
    messages = [cell.value or "" for cell in sheets["核对"]["C"]]
    assert any(m.startswith("2023-07-05 12:00:30 封存：封存码 ") for m in messages)
    assert {sheet.title for sheet in sheets if sheet.protection.sheet} == set(sheets.sheetnames)


def test_a_closed_quarter_is_sound_and_still_read(closed: Path) -> None:
    """Looking at it changes nothing and finds nothing but the closing itself."""
    before = closed.read_bytes()
    verdict = verify(FileHost(closed))
    assert verdict.sound and verdict.closed == "2023-07-05 12:00:30"
    codes = [f.code for f in appraise_host(FileHost(closed)).appraisal.findings]
    assert codes == ["rule_disagrees", "book_closed"]
    assert closed.read_bytes() == before


ALTERATIONS: list[tuple[str, Ref, Write, str]] = [
    ("名次表", (10, 11), Decimal(3), "名次表!K10（新填）"),
    ("名次表", (3, 9), "x", "名次表!I3"),
    ("人员考核", (3, 1), "单位", "人员考核!A3"),
    ("名次表", (10, 9), Decimal(120), "名次表!I10"),
    ("名次表", (10, 2), "别的窗口", "名次表!B10"),
    ("加扣分明细", (4, 4), Decimal(9), "加扣分明细!D4"),
    ("加扣分明细", (300, 1), "税务", "加扣分明细!A300（新填）"),
    ("加扣分明细", (4, 4), None, "加扣分明细!D4（清空）"),
    ("规则", (8, 2), Decimal("0.31"), "规则!B8"),
    ("栏目", (10, 2), "改名", "栏目!B10"),
    ("通报数据", (2, 1), "[[", "通报数据!A2"),
]


@pytest.mark.parametrize(("sheet", "ref", "value", "cell"), ALTERATIONS)
def test_any_altered_cell_is_named(
    closed: Path, sheet: str, ref: Ref, value: Write, cell: str
) -> None:
    """In inputs, figures, rules, columns and the notice's own text."""
    before = FileHost(closed).grid(sheet)
    assert before is not None and before[ref].value != value
    verdict = altered(closed, sheet, {ref: value})
    assert not verdict.sound
    assert verdict.cells == (cell,)


def test_a_changed_record_or_mark_is_told_too(closed: Path, tmp_path: Path) -> None:
    """Whoever changes what the closing noted does not go unseen."""
    host = FileHost(closed)
    rules = host.grid("规则")
    assert rules is not None
    row = max(row for row, _ in rules.cells)
    copy = Path(shutil.copy(closed, tmp_path / "b.xlsx"))
    noted = str(rules.value(row, 7))
    swapped = noted.replace(noted[4:12], "0123abcd")
    assert "对不上" in "".join(altered(copy, "规则", {(row, 7): swapped}).problems)
    copy = Path(shutil.copy(closed, tmp_path / "c.xlsx"))
    assert "对不上" in altered(copy, "规则", {(row, 7): "？"}).problems[0]
    assert "对不上" in altered(closed, "通报数据", {(5, 3): "x"}).problems[0]


def test_saved_again_by_another_program_it_is_still_sound(closed: Path, tmp_path: Path) -> None:
    """Values count, not bytes: LibreOffice writes the whole file anew, and recalculates it."""
    (copy,) = recalculated_copies([closed], tmp_path / "lo")
    assert copy.read_bytes() != closed.read_bytes()
    found = verify(FileHost(copy))
    assert (found.problems, found.notes) == ((), ())


def test_the_inputs_digest_is_the_same_before_and_after_a_recalculation(book: Path) -> None:
    """It speaks of what was put in; the figures have their own."""
    host = FileHost(book)
    quarter = read_quarter_book(host.grid)
    before = digest(quarter, host.grid)
    host.write("名次表", {(7, 9): Decimal(1)})
    quarter = read_quarter_book(host.grid)
    spoiled = digest(quarter, host.grid)
    assert (spoiled.inputs, spoiled.figures != before.figures) == (before.inputs, True)
    recalculate(host)
    quarter = read_quarter_book(host.grid)
    assert digest(quarter, host.grid).inputs == before.inputs
    assert digest(quarter, host.grid).figures == before.figures


OPEN: dict[str, tuple[Callable[[], MemoryHost], str]] = {
    "an error": (lambda: recalculated(one(item_18="三")), "还有1处错误"),
    "not recalculated": (lambda: one(item_18=2).host(), "请先重新计算"),
    "no window": (lambda: recalculated(Book({})), "没有窗口"),
}


@pytest.mark.parametrize("name", OPEN)
def test_what_is_open_is_not_closed(name: str) -> None:
    """With what is open; nothing is written or protected."""
    made, told = OPEN[name]
    host = made()
    before = {sheet: host.grid(sheet) for sheet in SHEETS}
    with pytest.raises(BookError, match=told):
        close(host)
    assert {sheet: host.grid(sheet) for sheet in SHEETS} == before
    assert not any(host.protected(sheet) for sheet in SHEETS)


def test_a_closed_quarter_takes_nothing_in(closed: Path, tmp_path: Path) -> None:
    """Recalculation, check, import and a second closing all decline, and say what to do."""
    ledger = tmp_path / "明细.csv"
    ledger.write_text("窗口,模块,分值\n税务,业务规范,1\n", encoding="utf-8")
    host = FileHost(closed)
    quarter = read_quarter_book(host.grid)
    actions: list[Callable[[], object]] = [
        lambda: recalculate(host),
        lambda: check(host),
        lambda: close(host),
        lambda: plan_import(quarter, (), [ledger]),
    ]
    for action in actions:
        with pytest.raises(BookError, match=r"2023-07-05 12:00:30 封存.*reopen"):
            action()


def test_reopening_leaves_a_trace_and_closing_again_another(closed: Path) -> None:
    """The sheets are free, the reason stands in 核对, and the history has three lines."""
    host = FileHost(closed)
    assert set(reopen(host, "残联办件量 更正，主任同意", now=NOON)) >= {"名次表", "规则"}
    host.save()
    assert not any(sheet.protection.sheet for sheet in openpyxl.load_workbook(closed))
    assert not verify(FileHost(closed)).sound
    host = FileHost(closed)
    recalculate(host, apply_rules=True)
    close(host, now=NOON + dt.timedelta(hours=1))
    host.save()
    verdict = verify(FileHost(closed))
    assert verdict.sound
    assert [event.kind for event in verdict.events] == ["closed", "reopened", "closed"]
    assert verdict.events[1].note == "残联办件量 更正，主任同意"


@pytest.mark.parametrize("reason", ["", "  "])
def test_nothing_opens_without_a_reason(closed: Path, reason: str) -> None:
    """And what is not closed needs no opening."""
    with pytest.raises(BookError, match="没有写重新打开的原因"):
        reopen(FileHost(closed), reason)
    with pytest.raises(BookError, match="没有封存"):
        reopen(recalculated(one()), "更正")


def test_a_sheet_that_was_protected_before_stays_so(book: Path) -> None:
    """The office's own protection is not ours to take off."""
    host = FileHost(book)
    host.protect("规则", "办公室的密码")
    close(host, "封存的密码")
    assert "规则" not in reopen(host, "更正")
    assert host.protected("规则") and not host.protected("名次表")


def test_the_commands_say_the_same(run: Callable[..., Run], book: Path) -> None:
    """close, verify, recalc declined, reopen; exit codes 0, 0, 2, 0 and 1 for an open one."""
    assert run("verify", book).code == 1
    assert run("close", book).code == 0
    assert run("verify", book, "--json").json["sound"] is True
    declined = run("recalc", book)
    assert declined.code == 2 and "封存" in declined.err
    assert run("reopen", book, "--reason", "更正").code == 0
    shown = run("verify", book)
    assert shown.code == 1 and "重新打开：更正" in shown.out
    assert run("recalc", book).code == 0


def test_a_tampered_file_is_told_by_the_command(run: Callable[..., Run], closed: Path) -> None:
    """With the cells, exit code 1."""
    altered(closed, "名次表", {(10, 11): Decimal(3)})
    shown = run("verify", closed)
    assert shown.code == 1 and "名次表!K10" in shown.out


def test_every_cell_counts() -> None:
    """Whatever cell is changed, its own mark does: none is overlooked."""
    host = recalculated(one(item_18=2))
    first = cell_digests(host.grid)
    for name in {sheet for sheet, _ in first} - {"通报数据"}:
        host.write(name, {ref: "变了" for sheet, ref in first if sheet == name})
    second = cell_digests(host.grid)
    changed = {key for key in first if first[key] != second[key]}
    assert changed == {key for key in first if key[0] != "通报数据"}
    assert len(changed) > 200
