"""Files of departments that once went wrong: each gives what its README says is right."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from tests.command_line import Run
from tests.importing.books import quarter
from xl_appraisal.hosts import FileHost
from xl_appraisal.model.errors import ImportFileError
from xl_appraisal.work.importing import plan_import
from xl_appraisal.work.importing.sheet_choice import SheetChoice

CASES = Path(__file__).parents[1] / "fixtures" / "cases"
SHEETS = {"--ledger": "加扣分明细", "--staff": "人员考核"}


class Desk:
    """A workbook of six windows, and commands run on it."""

    def __init__(self, run, path: Path, base: str) -> None:  # type: ignore[no-untyped-def]
        self._run = run
        self.path = path
        shutil.copyfile(CASES / base, path)

    def take(self, option: str, file: str, *more: str) -> Run:
        done: Run = self._run("import", self.path, option, CASES / file, *more)
        return done

    def do(self, *command: object) -> Run:
        done: Run = self._run(*command)
        return done

    def lines(self, option: str = "--ledger") -> list[tuple[object, ...]]:
        """The filled rows of the list, without where they came from."""
        sheet = openpyxl.load_workbook(self.path)[SHEETS[option]]
        rows = sheet.iter_rows(
            min_row=4, max_col=7 if option == "--ledger" else 3, values_only=True
        )
        return [row for row in rows if any(value is not None for value in row)]


@pytest.fixture
def desk(run, tmp_path: Path) -> Desk:  # type: ignore[no-untyped-def]
    return Desk(run, tmp_path / "2024Q1.xlsx", "00-base/b1.xlsx")


TAKEN: dict[str, list[tuple[str, str, float]]] = {
    # file → window, module and points of each line that must be there
    "02-backslash-zip/backslash.xlsx": [("甲单位", "业务规范", 1), ("乙单位", "窗口规范", 2)],
    "03-module-sheet-without-part/module.xlsx": [
        ("甲单位", "业务规范", 1),
        ("乙单位", "窗口规范", 2),
    ],
    "08-several-sheets/hiddensheet.xlsx": [("己单位", "业务规范", 1)],
    "08-several-sheets/sample.xlsx": [("乙单位", "业务规范", 1), ("丙单位", "业务规范", 2)],
    "10-two-row-ledger-header/twohead.xlsx": [("甲单位", "业务规范", 1)],
    "11-total-and-signature-rows/serial.xlsx": [
        ("甲单位", "业务规范", 1),
        ("乙单位", "业务规范", 2.5),
    ],
    "11-total-and-signature-rows/total.xlsx": [
        ("甲单位", "业务规范", 1),
        ("乙单位", "业务规范", 2.5),
    ],
    "14-full-width-comma/text.csv": [("甲单位", "业务规范", 1)],
    "15-filtered-rows/hidden.xlsx": [
        ("甲单位", "业务规范", 1),
        ("乙单位", "业务规范", 2.5),
        ("丙单位", "窗口规范", 1),
    ],
    "26-odd-csv-texts/gbk.csv": [("甲单位", "业务规范", 1)],
    "26-odd-csv-texts/rare.csv": [("甲单位", "业务规范", 1), ("乙单位", "业务规范", 1)],
    "26-odd-csv-texts/cr.csv": [("甲单位", "业务规范", 1), ("乙单位", "业务规范", 2)],
    "26-odd-csv-texts/bom2.csv": [("甲单位", "业务规范", 1)],
    "26-odd-csv-texts/trail.csv": [("甲单位", "业务规范", 1), ("乙单位", "业务规范", 2)],
    "26-odd-csv-texts/twice.csv": [("甲单位", "业务规范", 1), ("乙单位", "业务规范", 1)],
    "26-odd-csv-texts/u16.txt": [("甲单位", "业务规范", 1)],
}
TOLD: dict[str, list[str]] = {
    "08-several-sheets/hiddensheet.xlsx": ["“去年”（隐藏）"],
    "08-several-sheets/sample.xlsx": ["“填写示例”（示例）"],
    "11-total-and-signature-rows/serial.xlsx": ["第5行“合计”是汇总行", "第6行是填表、审核"],
    "11-total-and-signature-rows/total.xlsx": ["第4行“汇总”是汇总行"],
    "15-filtered-rows/hidden.xlsx": ["第3行在文件里被筛选或隐藏"],
    "26-odd-csv-texts/twice.csv": ["第4行重复了表头"],
}


@pytest.mark.parametrize("file", TAKEN)
def test_ordinary_lists_are_imported_whole_and_nothing_else(desk: Desk, file: str) -> None:
    """The lines that the file means, in order; what is left out is told."""
    done = desk.take("--ledger", file)

    assert done.code == 0, done.err
    assert [(row[0], row[2], row[3]) for row in desk.lines()] == TAKEN[file]
    assert [part for part in TOLD.get(file, []) if part not in done.out] == []


REFUSED: dict[str, list[str]] = {
    "08-several-sheets/months.xlsx": ["“1月”：像加扣分明细，1行", "3月", "--sheet", "--all-sheets"],
    "14-full-width-comma/fw.csv": ["全角逗号“，”"],
    "26-odd-csv-texts/quote.csv": ["第3行", "双引号"],
    "26-odd-csv-texts/u16nobom.csv": ["不能识别的文字", "另存为"],
    "t-02-header-sign/l1.csv": ["第2行：表头是加分，但模块“业务规范”是扣分的"],
    "t-02-header-sign/l2.csv": ["第2行：表头是扣分，但模块“奖励分”是加分的"],
    "t-02-header-sign/l3.csv": ["第2行：分值写作“+2”，但模块“业务规范”是扣分的"],
}


@pytest.mark.parametrize("file", REFUSED)
def test_what_cannot_be_told_is_refused_with_the_place_and_the_remedy(
    desk: Desk, file: str
) -> None:
    """Exit code 2, and not a byte of the workbook changes."""
    before = desk.path.read_bytes()
    done = desk.take("--ledger", file)

    assert done.code == 2
    assert [part for part in REFUSED[file] if part not in done.err] == []
    assert desk.path.read_bytes() == before


def test_a_department_with_nothing_to_report_is_told_as_that(desk: Desk, tmp_path: Path) -> None:
    """Nothing is said to have been imported; beside it another file's line is."""
    (tmp_path / "无.csv").write_text("窗口,模块,分值\n", encoding="utf-8")
    (tmp_path / "有.csv").write_text("窗口,模块,分值\n甲单位,业务规范,1\n", encoding="utf-8")
    alone = desk.do("import", desk.path, "--ledger", tmp_path / "无.csv")
    assert (alone.code, desk.lines()) == (0, [])
    assert "表头下面没有明细" in alone.out
    assert "没有新的内容" in alone.err and "已导入" not in alone.err
    both = desk.do("import", desk.path, "--ledger", tmp_path / "无.csv", tmp_path / "有.csv")
    assert (both.code, len(desk.lines())) == (0, 1)
    assert "已导入" in both.err


def test_sheets_are_taken_by_name_or_all_at_once(desk: Desk) -> None:
    """Three months; of a hidden one only by its name, with a word on its date."""
    file = "08-several-sheets/months.xlsx"
    assert desk.take("--ledger", file, "--sheet", "1月", "--sheet", "3月").code == 0
    assert [row[0] for row in desk.lines()] == ["甲单位", "丙单位"]
    assert desk.take("--ledger", file, "--all-sheets").code == 0
    assert [row[0] for row in desk.lines()] == ["甲单位", "丙单位", "乙单位"]
    hidden = desk.take("--ledger", "08-several-sheets/hiddensheet.xlsx", "--sheet", "去年")
    assert "日期不在2024年第1季度之内，仍然导入，请核对：第2行2023-02-06。" in hidden.out
    assert desk.lines()[-1][0] == "戊单位"
    assert desk.take("--ledger", file, "--sheet", "4月").code == 2


def test_a_sheet_whose_only_line_lacks_its_window_is_not_passed_over(
    desk: Desk, tmp_path: Path
) -> None:
    """It is no empty sheet: the whole file is refused and the line named, all sheets or one."""
    book = openpyxl.Workbook()
    for sheet, window in (book.worksheets[0], None), (book.create_sheet("二月"), "乙单位"):
        sheet.append(["序号", "窗口", "模块", "分值", "事由"])
        sheet.append([1, window, "业务规范", 2.5, "迟到"])
        sheet.append([None, None, None, 2.5, "合计"])
    book.save(tmp_path / "two.xlsx")
    before = desk.path.read_bytes()
    done = desk.take("--ledger", str(tmp_path / "two.xlsx"), "--all-sheets")
    assert (done.code, "第2行" in done.err) == (2, True)
    assert "“Sheet”：像加扣分明细，1行" in desk.take("--ledger", str(tmp_path / "two.xlsx")).err
    assert desk.path.read_bytes() == before


ODD = {
    "26-odd-csv-texts/eq.csv": {"甲单位": '="1.5"', "丙单位": "'3"},
    "26-odd-csv-texts/odd.csv": {
        "甲单位": "1.50E+00",
        "乙单位": "-1",
        "丙单位": "扣1分",
        "丁单位": "1分/次",
    },
}


@pytest.mark.parametrize("file", ODD)
def test_texts_that_are_no_figures_are_told_at_once_and_in_the_check(desk: Desk, file: str) -> None:
    """As they stand, in the preview; the check then gives those windows no score."""
    told = desk.take("--ledger", file, "--preview").out
    assert f"{len(ODD[file])}格读不出数值" in told
    assert [text for text in ODD[file].values() if text not in told] == []
    desk.take("--ledger", file)
    found = desk.do("check", desk.path, "--json").json["findings"]
    assert {f["window"] for f in found if f["severity"] == "error"} == set(ODD[file])


def test_a_score_shown_as_a_percentage_is_a_finding(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """95 % is neither 95 nor 0.95: the report names both, and the window gets no score."""
    for file in ("09-percent-format/pct.xlsx", "09-percent-format/pct.csv"):
        desk = Desk(run, tmp_path / f"{Path(file).suffix[1:]}.xlsx", "00-base/base.xlsx")
        done = desk.take("--staff", file)
        assert done.code == 0 and "95%" in done.out
        assert desk.lines("--staff")[0] == ("甲单位", "张一", "95%")
        errors = [f for f in run("check", desk.path, "--json").json["findings"]
                  if f["severity"] == "error" and f["window"] == "甲单位"]  # fmt: skip
        assert errors
    told = run("import", desk.path, "--staff", CASES / "09-percent-format/pct.xlsx", "--preview")
    assert "C2：单元格显示“95%”，存的数是0.95" in told.out


def test_sums_and_signatures_on_a_table_are_no_windows(desk: Desk) -> None:
    """最高分, 汇总 and 填表人 are left out by name; the two windows are taken."""
    done = desk.take("--table", "11-total-and-signature-rows/tab.xlsx")
    assert done.code == 0
    for part in ("第5行“最高分”是汇总行", "第6行“汇总”是汇总行", "第7行是填表、审核等签名行"):
        assert part in done.out
    sheet = openpyxl.load_workbook(desk.path)["公布成绩"]
    assert [sheet.cell(row, 1).value for row in (4, 5, 6)] == ["甲单位", "乙单位", None]


def test_a_total_with_a_colon_is_no_window(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """Nine windows of a table that ends with 合计：."""
    book, names = tmp_path / "new.xlsx", tmp_path / "names.txt"
    names.write_text("\n".join(f"窗口{n}" for n in range(1, 10)), encoding="utf-8")
    assert run("new", book, "--windows", names, "--quarter", "2024Q1").code == 0
    done = run("import", book, "--table", CASES / "t-04-average-row/t.csv")
    assert done.code == 0
    assert "第11行“合计：”是汇总行" in done.out
    assert "合计" not in str(list(openpyxl.load_workbook(book)["公布成绩"].values))


def test_a_veto_counted_as_none_is_no_veto(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """With 0 as its count or its points, as 0 in its column: told, and nobody is vetoed."""
    desk = Desk(run, tmp_path / "q.xlsx", "t-02-header-sign/base.xlsx")
    assert desk.take("--ledger", "t-02-header-sign/veto0.csv").code == 0
    found = desk.do("check", desk.path, "--json").json["findings"]
    told = [f["window"] for f in found if f["code"] == "veto_of_none"]
    assert told == ["税务", "人社"]
    assert "一票否决：无" in desk.do("rank", desk.path).out


def test_the_workbook_of_the_cases_is_made_of_its_names_and_scores(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """00-base: six windows of a file of names, a score each of a list of staff."""
    base = CASES / "00-base"
    assert run("new", tmp_path / "q.xlsx", "--windows", base / "names.txt").code == 0
    made = run("import", tmp_path / "q.xlsx", "--staff", base / "staff.csv")
    assert made.code == 0 and "“人员考核”增加6行。" in made.out


def test_every_case_is_tried() -> None:
    """An input that no test names proves nothing."""
    tests = "\n".join(path.read_text("utf-8") for path in CASES.parents[1].rglob("*.py"))
    names = {path.name for path in CASES.rglob("*.*") if path.is_file()}
    assert {n for n in names if n not in tests and Path(n).stem not in tests} == set()


def test_a_line_of_control_characters_is_an_unknown_window(desk: Desk) -> None:
    """The mark at the end of old DOS files."""
    assert "\\x1a（第3行）" in desk.take("--ledger", "26-odd-csv-texts/ctrlz.csv").out


def test_in_a_window_the_sheets_are_asked_for() -> None:
    """With what each holds; the answer is taken, and no answer imports nothing."""
    book = quarter(FileHost(CASES / "00-base/b1.xlsx"))
    asked: list[str] = []

    def ask(file: str, sheets: Sequence[str]) -> set[int]:
        asked.extend([file, *sheets])
        return {0, 2}

    file = CASES / "08-several-sheets/months.xlsx"
    made = plan_import(book, lists=[file], choice=SheetChoice(ask=ask))
    assert [line.cells["窗口"] for line in made.lines] == ["甲单位", "丙单位"]
    held = [f"{n}月（像加扣分明细，1行）" for n in (1, 2, 3)]
    assert asked == ["months.xlsx", *held]
    with pytest.raises(ImportFileError, match="没有选工作表"):
        plan_import(book, lists=[file], choice=SheetChoice(ask=lambda *_: set()))


def test_files_are_told_apart_by_their_headers_and_unclear_ones_refused(tmp_path: Path) -> None:
    """A ledger and a list of staff in one choice; a file that is neither is named."""
    book = quarter(FileHost(CASES / "00-base/base.xlsx"))
    files = [CASES / "09-percent-format/pct.xlsx", CASES / "26-odd-csv-texts/cr.csv"]
    made = plan_import(book, lists=files)
    assert [line.sheet for line in made.lines] == ["加扣分明细"] * 2 + ["人员考核"] * 3
    (tmp_path / "x.csv").write_text("窗口,电话\n税务,1\n", encoding="utf-8")
    with pytest.raises(ImportFileError, match="看表头分不清"):
        plan_import(book, lists=[tmp_path / "x.csv"])


def test_window_names_below_a_note_are_not_lost(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """Nine of nineteen names were: the line of the note and of each name below it is told."""
    names = tmp_path / "names.txt"
    lines = [*(f"窗口{n}" for n in range(10)), "备注：以下为分中心", "分中心一", "分中心二"]
    names.write_text("\n".join(lines), encoding="utf-8")
    done = run("new", tmp_path / "new.xlsx", "--windows", names)
    assert done.code == 2 and not (tmp_path / "new.xlsx").exists()
    assert "第12行：“分中心一”在第11行“备注：以下为分中心”的下面" in done.err
