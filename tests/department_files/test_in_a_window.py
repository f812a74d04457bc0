"""导入明细 in a window: sheets are asked for, and no option of a command is spoken of."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.department_files.test_cases import CASES
from xl_appraisal.book.sheets import LEDGER, SHEETS
from xl_appraisal.doors.buttons import BUTTONS, press
from xl_appraisal.hosts import FileHost, MemoryHost, MemoryScreen

MONTHS = CASES / "08-several-sheets" / "months.xlsx"


@pytest.fixture
def host() -> MemoryHost:
    """Six windows with a score each, in a program."""
    file = FileHost(CASES / "00-base" / "b1.xlsx")
    return MemoryHost([grid for name in SHEETS if (grid := file.grid(name)) is not None], "q.xlsx")


def imported(host: MemoryHost, *files: Path, typed: tuple[str, ...] = ()) -> MemoryScreen:
    """The button pressed, these files chosen, these answers typed."""
    screen = MemoryScreen(files=files, typed=typed)
    press(BUTTONS["import_lines"], "import_lines", host, screen)
    return screen


def windows(host: MemoryHost) -> list[object]:
    ledger = host.grid(LEDGER)
    assert ledger is not None
    return [ledger.value(row, 1) for row in range(4, ledger.last_row + 1) if ledger.value(row, 1)]


@pytest.mark.parametrize(
    ("answer", "taken"),
    [("1、3", ["甲单位", "丙单位"]), ("２", ["乙单位"]), ("1,2,3", ["甲单位", "乙单位", "丙单位"])],
)
def test_several_sheets_are_a_choice(host: MemoryHost, answer: str, taken: list[object]) -> None:
    """Numbered, with what each holds; those named are imported and the others told."""
    screen = imported(host, MONTHS, typed=(answer,))
    assert "months.xlsx 有几张工作表" in screen.told[0]
    assert "2. 2月（像加扣分明细，1行）" in screen.told[0]
    assert windows(host) == taken
    assert ("里没有导入的工作表" in screen.told[1]) == (len(taken) < 3)


@pytest.mark.parametrize(
    ("answer", "part"),
    [("", "没有选工作表"), ("没有", "没有选工作表"), ("9", "没有序号9"), ("1,4", "没有序号4")],
)
def test_without_a_clear_choice_nothing_is_imported(
    host: MemoryHost, answer: str, part: str
) -> None:
    """Cancelled, no number, or the number of no sheet beside one that is."""
    screen = imported(host, MONTHS, typed=(answer,))
    assert windows(host) == []
    assert part in screen.told[-1] and "什么都没有导入" in screen.told[-1]


def hidden_alone(path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["封面"])
    sheet = book.create_sheet("去年")
    sheet.append(["窗口", "模块", "分值"])
    sheet.append(["甲单位", "业务规范", 1])
    sheet.sheet_state = "hidden"
    book.save(path)


def twice(path: Path) -> None:
    path.write_text("窗口,模块,分值\n甲单位,业务规范,1\n甲单位,业务规范,1\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("make", "part"), [(hidden_alone, "取消隐藏、改名"), (twice, "写明日期或事由加以区别")]
)
def test_a_refusal_names_a_remedy_that_a_window_has(  # type: ignore[no-untyped-def]
    host: MemoryHost, tmp_path: Path, make, part: str
) -> None:
    """No option of a command."""
    path = tmp_path / ("来件.csv" if make is twice else "来件.xlsx")
    make(path)
    screen = imported(host, path)
    assert windows(host) == [] and part in screen.told[-1]
    assert "--" not in screen.told[-1]


FOLDERS = ("08", "09", "10", "11", "14", "15", "26", "t-02")
FILES = [path for name in FOLDERS for path in sorted(CASES.glob(f"{name}-*/*.*"))]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_case_speaks_of_a_command(host: MemoryHost, path: Path) -> None:
    """Whatever becomes of it."""
    screen = imported(host, path)
    assert screen.told
    assert not [text for text in screen.told if "--" in text or "xl-appraisal" in text]
