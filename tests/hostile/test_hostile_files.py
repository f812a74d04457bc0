"""Files made to do harm: each costs a message in bounded time and memory, and no file changes."""

from __future__ import annotations

import re
import resource
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from tests.command_line import Run
from tests.ooxml.books import SHEET, parts, sheet_xml, zipped
from tests.ooxml.test_broken_files import FILES

MEMORY = 1 << 30  # bytes of address space; the files below would unpack to more
Command = Callable[..., Run]

ROW = '<row r="1"><c r="A1"><v>1</v></c></row>'
LAUGHS = "".join(
    f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' if n else '<!ENTITY a0 "ha">' for n in range(10)
)


def limited(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process that may take so much memory and no more."""
    return subprocess.run(
        [sys.executable, "-m", "xl_appraisal", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY)),
    )


def with_part(name: str, text: str) -> bytes:
    return zipped({**parts(sheet_xml(ROW)), name: text})


def declared(doctype: str, inside: str) -> bytes:
    text = str(parts(sheet_xml(ROW))["xl/workbook.xml"])
    at = text.index("<workbook")
    return with_part("xl/workbook.xml", text[:at] + doctype + text[at:].replace("排名", inside))


def bomb(path: Path) -> None:
    """1.5 GiB of blanks in the sheet, 1.5 MB packed."""
    path.write_bytes(zipped({k: v for k, v in parts(sheet_xml(ROW)).items() if k != SHEET}))
    deflated = zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(path, "a", deflated) as archive, archive.open(SHEET, "w") as sheet:
        for _ in range(96):
            sheet.write(b" " * (16 << 20))


BOOKS: dict[str, tuple[Callable[[Path], bytes | None], str]] = {
    "zip bomb": (bomb, "压缩炸弹|太大|MiB"),
    "entity expansion": (
        lambda _: declared(f"<!DOCTYPE w [{LAUGHS}]>", "&a9;"),
        "DOCTYPE 或实体声明",
    ),
    "external entity": (
        lambda _: declared('<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>', "&x;"),
        "DOCTYPE 或实体声明",
    ),
    "external DTD": (
        lambda _: declared('<!DOCTYPE w SYSTEM "http://127.0.0.1:9/w.dtd">', "排名"),
        "DOCTYPE 或实体声明",
    ),
    "16,384 columns and no table": (
        lambda _: with_part(
            SHEET,
            sheet_xml('<row r="1">' + "<c><v>1</v></c>" * 16_384 + "</row>"),
        ),
        "没有",
    ),
}


@pytest.mark.parametrize("kind", BOOKS)
@pytest.mark.parametrize("command", ["recalc", "rank"])
def test_a_hostile_workbook_costs_a_message(tmp_path: Path, kind: str, command: str) -> None:
    """Exit code 2, Chinese, no traceback; within 1 GiB; the file stays as it is."""
    make, found = BOOKS[kind]
    path = tmp_path / "名次表.xlsx"
    data = make(path)
    if data is not None:
        path.write_bytes(data)
    before = path.read_bytes()
    ran = limited(command, path)
    assert ran.returncode == 2, ran.stderr
    assert ran.stderr.startswith("错误：")
    assert any(part in ran.stderr for part in found.split("|")), ran.stderr
    assert "Traceback" not in ran.stderr
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


COMMANDS: dict[str, tuple[str, ...]] = {
    "recalc": (),
    "check": (),
    "annex": ("--to", "附件.docx"),
    "slips": ("--out", "明细"),
    "close": (),
    "import": ("--ledger", "明细.csv"),
}


@pytest.mark.parametrize("kind", FILES)
@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_takes_an_unsound_workbook(
    run: Command, tmp_path: Path, kind: str, command: str
) -> None:
    """Encrypted, truncated, an .xls named .xlsm, doubled or climbing members: told, untouched."""
    make, found = FILES[kind]
    book, ledger = tmp_path / "名次表.xlsm", tmp_path / "明细.csv"
    book.write_bytes(make())
    ledger.write_text("window,column,module,points\n残联,c47,业务规范,1\n", "utf-8")
    before = book.read_bytes()
    given = [w if w.startswith("-") else tmp_path / w for w in COMMANDS[command]]
    ran = run(command, book, *given)
    assert ran.code == 2
    assert ran.err.startswith("错误：")
    assert str(book) in ran.err
    assert re.search(found, ran.err)
    assert book.read_bytes() == before
    assert sorted(tmp_path.iterdir()) == sorted([book, ledger])


@pytest.mark.parametrize("length", [256, 32_767])
def test_a_very_long_window_name_goes_through_every_output(
    run: Command, tmp_path: Path, length: int
) -> None:
    """As long as a cell can hold: figures, slips and annex come out, none is called by it whole."""
    names, book = tmp_path / "窗口.txt", tmp_path / "2023Q1.xlsx"
    long = "税" * length
    names.write_text(f"{long}\n残联\n", "utf-8")
    assert run("new", book, "--windows", names).code == 0
    assert run("recalc", book).code == 1  # nothing is filled in: told, no score
    assert run("annex", book, "--to", tmp_path / "附件.xlsx").code in (0, 1)
    assert run("slips", book, "--out", tmp_path / "明细", "--format", "xlsx").code in (0, 1)
    assert all(len(path.name.encode()) < 256 for path in tmp_path.rglob("*"))
    assert long in {
        str(cell.value)
        for row in openpyxl.load_workbook(tmp_path / "附件.xlsx").worksheets[0]
        for cell in row
    }


def test_a_line_of_100_mb_is_refused(book: Path, tmp_path: Path) -> None:
    """Before it is read to its end; nothing is written."""
    long = tmp_path / "长.csv"
    long.write_bytes(b"window," + b"x" * 100_000_000)
    before = book.read_bytes()
    ran = limited("import", book, "--ledger", long)
    assert (ran.returncode, "超过64 MiB" in ran.stderr) == (2, True), ran.stderr
    assert book.read_bytes() == before


FORMULAS = (
    "=1+1",
    "=cmd|'/C calc'!A1",
    "+1+1",
    "@SUM(1)",
    '=HYPERLINK("http://127.0.0.1:9","税务")',
)


JUMP = re.compile(r'=HYPERLINK\("#\'[^\'"]+\'![A-Z]+[0-9]+","(?:[^"]|"")*"\)')
"""A link of ours to a cell of the workbook; the text that it shows is quoted whole."""


def formulas(path: Path) -> list[str]:
    """The cells of a workbook that hold formulas, but for our own links within it."""
    return [
        f"{sheet.title}!{cell.coordinate}"
        for sheet in openpyxl.load_workbook(path).worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f" and not JUMP.fullmatch(str(cell.value))
    ]


def test_imported_text_never_becomes_a_formula(book: Path, run: Command, tmp_path: Path) -> None:
    """Reasons of a ledger that look like formulas are the texts that they are."""
    before = formulas(book)
    lines = [f'残联,c47,业务规范,1,"{text.replace(chr(34), chr(34) * 2)}"' for text in FORMULAS]
    ledger = tmp_path / "明细.csv"
    ledger.write_text("\n".join(["window,column,module,points,事由", *lines]), "utf-8")
    assert run("import", book, "--ledger", ledger).code == 0
    assert formulas(book) == before
    texts = {str(c.value) for row in openpyxl.load_workbook(book)["加扣分明细"] for c in row}
    assert texts >= set(FORMULAS)


def test_no_output_writes_staff_text_as_a_formula(run: Command, tmp_path: Path) -> None:
    """Windows named like formulas, in the annex, the slips, a comparison and the charts."""
    names, book, other = tmp_path / "窗口.txt", tmp_path / "2023Q1.xlsx", tmp_path / "2.xlsx"
    names.write_text("\n".join(FORMULAS[:4]), "utf-8")
    assert run("new", book, "--windows", names).code == 0
    own = formulas(book)
    run("recalc", book)
    assert formulas(book) == own
    names.write_text("税务\n残联\n", "utf-8")
    run("new", other, "--windows", names)
    outputs = [tmp_path / name for name in ("附件.xlsx", "差别.xlsx", "图表.xlsx")]
    run("annex", book, "--to", outputs[0])
    run("diff", other, book, "--out", outputs[1])
    run("charts", book, "--out", outputs[2])
    run("slips", book, "--out", tmp_path / "明细", "--format", "xlsx")
    slips = sorted((tmp_path / "明细").glob("*.xlsx"))
    assert len(slips) == 5
    assert [cell for path in (*outputs, *slips) for cell in formulas(path)] == []
