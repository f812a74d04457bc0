"""Every file that the product writes for Excel and Word, made once by its own commands."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import openpyxl
import xlsxwriter

from xl_appraisal.book.sheets import RULES
from xl_appraisal.doors.command_line import main
from xl_appraisal.model.grid import Formula, Write
from xl_appraisal.ooxml import Workbook

ENDINGS = (".xlsx", ".xlsm", ".docx")
WRITING = {
    "demo": "演示.xlsx",
    "new": "新.xlsx 新-addin.xlsm 新-standalone.xlsm 新-reference.xlsm 公式.xlsx 沿用.xlsm",
    "import": "导入.xlsx",
    "recalc": "计算.xlsx 计算.xlsm 计算-公式.xlsx",
    "add-window": "增窗.xlsx 增窗.xlsm",
    "remove-window": "撤窗.xlsx 撤窗.xlsm",
    "year": "年度.xlsx",
    "diff": "比较.xlsx",
    "annex": "附件.docx 附件-a4.docx 附件.xlsx 附件-a4.xlsx",
    "slips": "明细 明细-xlsx",
    "charts": "图表.xlsx",
    "close": "封存.xlsx 封存.xlsm",
    "reopen": "重开.xlsx",
    "restore": "恢复.xlsx",
    "batch": "批量/批量计算汇总.xlsx",
}
"""The commands that leave a file for Excel or Word, and the files or folders made here by each."""

NOT_WRITING = {
    **dict.fromkeys(("rank", "check", "explain", "layout", "gap", "whatif", "verify"), "reads"),
    "paragraph": "text",
    **dict.fromkeys(("notice", "layout make", "layout copy", "layout check"), "data files"),
    **dict.fromkeys(("install", "uninstall", "offline", "doctor"), "copies the template"),
}


def _run(*words: object, codes: tuple[int, ...] = (0,)) -> None:
    code = main([str(word) for word in words])
    assert code in codes, (code, words)


def write_all(folder: Path) -> dict[str, Path]:
    """All of them by the name under ``folder``; a folder's files as ``明细/…``."""
    _run("demo", "--out", folder / "demo")
    first = shutil.copy(folder / "demo" / "2023Q1.xlsx", folder / "演示.xlsx")
    _new_books(folder)
    _changed_books(folder, first)
    _outputs(folder, first)
    _edited_books(folder)
    return dict(_found(folder))


def _found(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        hidden = any(part.startswith(".") for part in inside.parts)
        if path.suffix in ENDINGS and inside.parts[0] != "demo" and not hidden:
            yield inside.as_posix(), path


def _new_books(folder: Path) -> None:
    names = folder / "窗口.txt"
    names.write_text("公安出入境\n税务\n不动产登记\n", encoding="utf-8")
    _run("new", folder / "新.xlsx")
    _run("new", folder / "新-addin.xlsm", "--windows", names)
    _run("new", folder / "新-standalone.xlsm", "--standalone")
    _run("new", folder / "新-reference.xlsm", "--reference")
    _run("new", folder / "公式.xlsx", "--formulas", "native", "--windows", names)
    _run("new", folder / "沿用.xlsm", "--from", folder / "演示.xlsx", "--quarter", "2023Q2")


def _changed_books(folder: Path, first: str) -> None:
    """Books after what commands change in them, macro books and plain-formula books too."""
    table = folder / "demo" / "2023Q1-table.csv"
    ledger = folder / "demo" / "2023Q1-ledger.csv"
    _run("new", folder / "导入.xlsx", "--windows", table)
    _run("import", folder / "导入.xlsx", "--table", table, "--ledger", ledger, codes=(0, 1))
    shutil.copy(folder / "导入.xlsx", folder / "计算.xlsx")
    _run("recalc", folder / "计算.xlsx", codes=(0, 1))
    _run("restore", folder / "计算.xlsx", "1", "--out", folder / "恢复.xlsx")
    for source, target in (("沿用.xlsm", "计算.xlsm"), ("公式.xlsx", "计算-公式.xlsx")):
        _run("recalc", folder / source, "--out", folder / target, codes=(0, 1))
    for source, ending in ((first, "xlsx"), (folder / "新-addin.xlsm", "xlsm")):
        more, fewer = folder / f"增窗.{ending}", folder / f"撤窗.{ending}"
        _run("add-window", source, "新 & 窗口", "--after", "税务", "--out", more, codes=(0, 1))
        _run("remove-window", more, "公安出入境", "--out", fewer, codes=(0, 1))
    shutil.copy(first, folder / "封存.xlsx")
    _run("close", folder / "封存.xlsx")
    _run("new", folder / "封存.xlsm", "--windows", table)
    _run("import", folder / "封存.xlsm", "--table", table, "--ledger", ledger, codes=(0, 1))
    _run("recalc", folder / "封存.xlsm", codes=(0, 1))
    _run("close", folder / "封存.xlsm")
    shutil.copy(folder / "封存.xlsx", folder / "重开.xlsx")
    _run("reopen", folder / "重开.xlsx", "--reason", "更正 <税务> & 复核")


def _outputs(folder: Path, first: str) -> None:
    second = folder / "2023Q2.xlsx"
    book = Workbook.open(first)
    book.set(RULES, {(4, 2): "2023Q2"})
    book.save(second)
    _run("year", first, second, "--out", folder / "年度.xlsx")
    _run("diff", first, second, "--out", folder / "比较.xlsx")
    _run("charts", second, "--previous", first, "--out", folder / "图表.xlsx")
    for ending in ("docx", "xlsx"):
        _run("annex", first, "--to", folder / f"附件.{ending}")
        options = ("--paper", "A4", "--blocks")
        _run("annex", first, "--to", folder / f"附件-a4.{ending}", *options)
    _run("slips", second, "--out", folder / "明细", "--previous", first)
    _run("slips", first, "--out", folder / "明细-xlsx", "--format", "xlsx")
    (folder / "批量").mkdir()
    shutil.copy(first, folder / "批量")
    _run("batch", folder / "批量", "--jobs", 1)


def _edited_books(folder: Path) -> None:
    """Each kind of edit on a book of ours, and on what two writing libraries make."""
    with xlsxwriter.Workbook(str(folder / "别家-xlsxwriter.xlsx")) as written:
        sheet = written.add_worksheet("表")
        sheet.write_row(0, 0, ["甲", 2, True])
        sheet.write_formula(1, 1, "=B1*2", None, 4)
        sheet.add_table(3, 0, 5, 1, {"columns": [{"header": "名"}, {"header": "数"}]})
    made = openpyxl.Workbook()
    made.active.title = "表"
    made.active.append(["甲", 2, True])
    made.active["B2"] = "=B1*2"
    made.save(folder / "别家-openpyxl.xlsx")
    edits: dict[tuple[int, int], Write] = {
        (1, 1): " 换 <了> & 名\n字 ",
        (1, 2): Decimal("3.50"),
        (1, 3): False,
        (2, 2): Formula('IF(B1>2,"是","否")', "是"),
        (3, 4): None,
        (40, 30): "新行新列",
    }
    for source in ("xlsxwriter", "openpyxl"):
        book = Workbook.open(folder / f"别家-{source}.xlsx")
        book.set("表", edits)
        if source == "xlsxwriter":
            assert book.grow_table("表", (4, 1), 9)
        book.protect("表", "密")
        book.save(folder / f"改-{source}.xlsx")
