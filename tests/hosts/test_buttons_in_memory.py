"""Every button without any program: a workbook in memory, and nobody before a window."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from tests.excel.real_table import COLUMNS, FIRST, NAMES
from tests.libreoffice.books import workbook_of_figures
from tests.published import rows
from xl_appraisal.book.sheets import CHECK, LEDGER, RANKING, SHEETS
from xl_appraisal.doors.buttons import BUTTONS, press
from xl_appraisal.doors.buttons.compare_buttons import TRIAL
from xl_appraisal.doors.buttons.results_buttons import ANNEX
from xl_appraisal.hosts import FileHost, LiveHost, MemoryHost, MemoryScreen, Screen
from xl_appraisal.model.grid import Grid, Value


@pytest.fixture(scope="module")
def quarter(tmp_path_factory: pytest.TempPathFactory) -> list[Grid]:
    """The published quarter's sheets as a file holds them, no figure computed."""
    path = workbook_of_figures(tmp_path_factory.mktemp("memory") / "2023Q1.xlsx")
    host = FileHost(path)
    return [grid for name in SHEETS if (grid := host.grid(name)) is not None]


@pytest.fixture
def host(quarter: list[Grid], tmp_path: Path) -> MemoryHost:
    return MemoryHost(quarter, "2023Q1.xlsx", str(tmp_path / "2023Q1.xlsx"))


def pressed(name: str, host: MemoryHost, screen: MemoryScreen | None = None) -> MemoryScreen:
    """One button pressed; the screen it was pressed on."""
    screen = screen or MemoryScreen()
    press(BUTTONS[name], name, host, screen)
    return screen


def grids(host: MemoryHost) -> dict[str, Grid | None]:
    return {name: host.grid(name) for name in host.sheet_names}


def column(host: MemoryHost, name: str, sheet: str = RANKING) -> list[Value]:
    grid = host.grid(sheet)
    assert grid is not None
    return [grid.value(row, COLUMNS[name]) for row in range(FIRST, FIRST + len(NAMES))]


def test_recalculation_fills_in_the_published_ranks(host: MemoryHost) -> None:
    """All 25, and what was done stands in the status bar."""
    screen = pressed("recalculate", host)
    assert column(host, "rank") == [Decimal(row["c1"]) for row in rows()]
    assert "25个窗口，25个有得分" in screen.said[-1]
    assert screen.told == []


def test_the_annex_stands_on_a_sheet_of_49_columns(host: MemoryHost) -> None:
    """In rank order, in front, beside an untouched table; the file beside the workbook."""
    before = grids(host)
    screen = pressed("generate_annex", host, MemoryScreen(attended=False))
    annex = host.grid(ANNEX)
    assert annex is not None
    assert [annex.value(row, 2) for row in range(FIRST - 1, FIRST - 1 + len(NAMES))] == NAMES
    assert annex.last_column == 49
    assert screen.selected() == (ANNEX, None)
    assert Path(host.fullname).with_name("2023Q1-名次表.docx").is_file()
    assert {name: host.grid(name) for name in before} == before


def test_a_trial_changes_the_copy_alone(host: MemoryHost) -> None:
    """残联's 办件量加分 from 3 to 4 there: 100.73 and 11th, 99.73 on 名次表."""
    pressed("recalculate", host)
    pressed("try_out", host)
    row = FIRST + NAMES.index("残联")
    host.write(TRIAL, {(row, COLUMNS["case_volume_bonus"]): Decimal(4)})
    pressed("try_out", host)
    place = NAMES.index("残联")
    assert column(host, "total", TRIAL)[place] == Decimal("100.73")
    assert column(host, "rank", TRIAL)[place] == 11
    assert column(host, "total")[place] == Decimal("99.73")


def test_a_trial_takes_back_what_the_ledger_brought(host: MemoryHost, tmp_path: Path) -> None:
    """A veto, and 帮代办 6 times for 2 points (remark 6): typed over in the copy, both are gone."""
    pressed("recalculate", host)
    best = column(host, "red_flag").index("红旗")
    helped = next(n for n, row in enumerate(rows()) if n != best and not (row["c26"] or row["c27"]))
    without = column(host, "total")[helped]
    assert isinstance(without, Decimal)
    file = tmp_path / "明细.csv"
    file.write_text(
        f"窗口,项目,数量\n{NAMES[best]},一票否决（第43列）,1\n{NAMES[helped]},帮代办·次数,6\n",
        encoding="utf-8",
    )
    pressed("import_lines", host, MemoryScreen(files=[file]))
    pressed("recalculate", host)
    flag, times = (FIRST + best, COLUMNS["veto_43"]), (FIRST + helped, COLUMNS["assisted_times"])
    ranking = host.grid(RANKING)
    assert ranking is not None and (ranking.value(*flag), ranking.value(*times)) == ("√", 6)
    assert column(host, "red_flag")[best] == "一票否决"
    assert column(host, "total")[helped] == without + 2

    pressed("try_out", host)
    host.write(TRIAL, {flag: None, times: None})  # the formula goes, as where somebody types
    host.write(TRIAL, {times: Decimal(0)})
    pressed("try_out", host)
    assert column(host, "red_flag", TRIAL)[best] == "红旗"
    assert column(host, "total", TRIAL)[helped] == without
    assert column(host, "red_flag")[best] == "一票否决"


def test_a_line_is_imported_when_agreed_to(host: MemoryHost, tmp_path: Path) -> None:
    """Refused, nothing is written; agreed to, it stands in the ledger."""
    file = tmp_path / "明细.csv"
    file.write_text("窗口,模块,分值,事由\n税务,业务规范,0.5,晨会迟到\n", encoding="utf-8")
    before = grids(host)
    pressed("import_lines", host, MemoryScreen(files=[file], agrees=False))
    assert grids(host) == before
    screen = pressed("import_lines", host, MemoryScreen(files=[file]))
    ledger = host.grid(LEDGER)
    assert ledger is not None
    assert "晨会迟到" in [cell.value for cell in ledger.cells.values()]
    assert "已导入1行" in screen.said[-1]


@pytest.mark.parametrize(
    "stopped_at", ["正在读取：明细.csv（1/1）", "正在写入“加扣分明细”：250/300行"]
)
def test_an_import_that_is_stopped_has_written_nothing(
    host: MemoryHost, tmp_path: Path, stopped_at: str
) -> None:
    """300 lines, 250 of them in the sheet by then: all are taken back."""
    file = tmp_path / "明细.csv"
    lines = [f"税务,业务规范,0.1,第{number}笔" for number in range(300)]
    file.write_text("\n".join(["窗口,模块,分值,事由", *lines]), encoding="utf-8")
    before = grids(host)
    screen = pressed("import_lines", host, MemoryScreen(files=[file], stopped_at=stopped_at))
    assert grids(host) == before
    assert screen.told[-1].startswith("已停止，没有改动")


@pytest.mark.parametrize("button", ["seal_quarter", "reopen_quarter"])
def test_what_cannot_be_done_is_refused_before_anything_is_asked(
    host: MemoryHost, button: str
) -> None:
    """Figures that are not yet computed are not sealed, and what is not sealed needs no reason."""
    told = pressed(button, host).told
    assert len(told) == 1 and told[0].startswith("没有完成。")


def test_a_quarter_is_closed_verified_and_reopened(host: MemoryHost) -> None:
    """Sheets take nothing while it is closed."""
    pressed("recalculate", host)
    assert "已封存" in pressed("seal_quarter", host).told[-1]
    assert all(host.protected(name) for name in SHEETS if name in host.sheet_names)
    assert "核验通过" in pressed("verify_quarter", host).told[-1]
    assert "封存" in pressed("recalculate", host).told[-1]
    pressed("reopen_quarter", host, MemoryScreen(typed=["更正"]))
    assert not any(map(host.protected, host.sheet_names))


ASKING = {
    "add_window",
    "compare_books",
    "sum_up_year",
    "check_notice_file",
    "import_lines",
}
"""Buttons that do nothing where nothing is chosen or typed."""


@pytest.mark.parametrize("name", sorted(ASKING))
def test_without_an_answer_nothing_is_done(host: MemoryHost, name: str) -> None:
    """Nor is it told as a failure."""
    before = grids(host)
    screen = pressed(name, host)
    assert grids(host) == before
    assert not any("没有完成" in text for text in screen.told)


@pytest.mark.parametrize("name", ["explain", "recalculate", "seal_quarter", "show_gaps"])
def test_a_workbook_of_others_is_told_and_left_alone(name: str) -> None:
    """No sheet of ours in it."""
    host = MemoryHost([Grid("甲")])
    assert pressed(name, host).told[-1].startswith(("没有完成", "封存后"))
    assert host.sheet_names == ("甲",)


def test_what_fails_half_way_leaves_the_workbook_and_the_window(host: MemoryHost) -> None:
    """Cells, sheets, protection, the sheet in front; an error of any kind is told."""
    before = grids(host)

    def half(host: LiveHost, screen: Screen) -> str:
        host.write(CHECK, {(30, 1): "半"})
        host.fill_sheet("半", [["甲"]], RANKING)
        host.protect(RANKING, "")
        screen.show("半")
        raise ZeroDivisionError("零")

    screen = MemoryScreen()
    screen.selection = RANKING, FIRST
    press(half, "半", host, screen)
    assert grids(host) == before
    assert not host.protected(RANKING)
    assert screen.selected() == (RANKING, FIRST)
    assert "ZeroDivisionError" in screen.told[-1]


def test_every_button_takes_a_host_and_a_screen() -> None:
    """So that none can ask which program it is in."""
    buttons: list[Callable[..., str]] = list(BUTTONS.values())
    assert {tuple(button.__annotations__) for button in buttons} == {("host", "screen", "return")}


def test_a_click_loads_what_its_own_command_needs() -> None:
    """In Excel every click starts a Python of its own; in Calc the first one waits for it."""
    code = (
        "import sys, xl_appraisal.doors.buttons as b; b.BUTTONS['recalculate']; print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "xl_appraisal.doors.buttons.figures_buttons" in loaded
    assert not loaded & {"xlwings", "pandas", "numpy", "xlsxwriter", "cryptography"}
    assert not loaded & {"xl_appraisal.book.new", "xl_appraisal.work.importing"}


def test_a_window_is_added_and_withdrawn_by_buttons(host: MemoryHost) -> None:
    """The name is typed; who leaves is selected, and nothing happens without a yes."""
    screen = pressed("add_window", host, MemoryScreen(typed=["新窗口"]))
    assert "已增加窗口“新窗口”" in screen.told[-1]
    grid = host.grid(RANKING)
    assert grid is not None
    row = next(row for (row, _), cell in grid.cells.items() if cell.value == "新窗口")
    before = grids(host)
    for sheet, place in ((LEDGER, 4), (RANKING, 2)):
        screen = MemoryScreen()
        screen.selection = sheet, place
        assert "选中要撤出的窗口" in pressed("withdraw_window", host, screen).told[-1]
    screen = MemoryScreen(agrees=False)
    screen.selection = RANKING, row
    assert "已取消" in pressed("withdraw_window", host, screen).said[-1]
    assert grids(host) == before
    screen = MemoryScreen()
    screen.selection = RANKING, row
    assert "已撤出窗口“新窗口”" in pressed("withdraw_window", host, screen).said[-1]
    assert column(host, "rank") == [Decimal(row["c1"]) for row in rows()]


@pytest.mark.parametrize(
    ("button", "typed"),
    [
        ("seal_quarter", [None]),  # where a password is asked for, after 是
        ("begin_next_quarter", [None]),
        ("begin_next_quarter", ["甲", None]),
        ("add_window", [None]),
    ],
)
def test_cancel_in_a_window_that_asks_for_words_stops_the_command(
    host: MemoryHost, button: str, typed: list[str | None]
) -> None:
    """An empty line may be an answer, 取消 is none: nothing is done, and nothing asked after it."""
    pressed("recalculate", host)
    before = grids(host)
    screen = pressed(button, host, MemoryScreen(typed=typed))
    assert grids(host) == before and not any(map(host.protected, host.sheet_names))
    assert list(Path(host.fullname).parent.glob("*.xls?")) == []
    assert screen.said[-1].endswith(("没有封存。", "没有生成。", "没有增加。"))


def test_cancel_or_no_reason_leaves_a_sealed_quarter_sealed(host: MemoryHost) -> None:
    """取消 is called what it is, and so is a reason that is missing."""
    pressed("recalculate", host)
    pressed("seal_quarter", host)
    for typed, said in ((None, "已取消"), ("", "没有写原因")):
        assert said in pressed("reopen_quarter", host, MemoryScreen(typed=[typed])).said[-1]
        assert all(host.protected(name) for name in SHEETS if name in host.sheet_names)


def test_slips_that_are_stopped_say_how_far_they_came(host: MemoryHost) -> None:
    """取消 after the third of 25: three files, 22 and the index not made, no word of a failure."""
    folder = Path(host.fullname).with_name("2023Q1-加扣分明细")
    screen = pressed("generate_slips", host, MemoryScreen(stopped_at="正在生成加扣分明细：3/25"))
    assert screen.told[-1].startswith("已停止：已做完3个，其余23个没有做。")
    assert "已停止" in screen.said[-1]
    assert len(list(folder.glob("*.docx"))) == 3

    assert "已生成25份" in pressed("generate_slips", host).said[-1]
    assert len(list(folder.glob("*.docx"))) == 26


def test_a_year_that_is_stopped_makes_nothing(host: MemoryHost, tmp_path: Path) -> None:
    """取消 before the other workbook is read."""
    other = workbook_of_figures(tmp_path / "第二期.xlsx")
    before = set(tmp_path.iterdir())
    at = "正在读取和计算：第二期.xlsx（1/1）"
    screen = pressed("sum_up_year", host, MemoryScreen(files=[other], stopped_at=at))
    assert screen.told == ["已停止，没有改动。"]
    assert set(tmp_path.iterdir()) == before


def test_charts_show_distances_and_what_changed(host: MemoryHost, tmp_path: Path) -> None:
    """Drawn beside the workbook, to be opened at once; replaced only when agreed to.

    The first has a 一票否决, no line; the second's 106.745 is held against the tenth's 101.115,
    the best without a flag: sums of their published modules.
    """
    screen = pressed("draw_charts", host)
    made = tmp_path / "2023Q1-图表.xlsx"
    assert screen.opened == [made]
    book = openpyxl.load_workbook(made)
    first, second = ([cell.value for cell in book["距入选线"][row]] for row in (2, 3))
    assert first[3:] == [None, None]
    assert Decimal(str(second[4])) == Decimal("106.745") - Decimal("101.115")
    assert "总分增减" not in book.sheetnames

    before = made.read_bytes()
    assert "已取消" in pressed("draw_charts", host, MemoryScreen(agrees=False)).said[-1]
    assert made.read_bytes() == before


def test_a_stopped_annex_leaves_the_sheet_and_no_file(host: MemoryHost, tmp_path: Path) -> None:
    """取消 while the PDF is made: 名次表（排序） is there, and that the file is not is said."""
    target = tmp_path / "附件.pdf"
    at = "正在生成 附件.pdf……"
    screen = pressed("generate_annex", host, MemoryScreen(target=target, stopped_at=at))
    assert "已停止，文件没有存" in screen.said[-1]
    assert ANNEX in host.sheet_names
    assert not target.exists()
