"""What a seal covers: every part by name, the history, what is shown, the signature, old forms."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from tests.command_line import Run
from tests.workbook.books import one, recalculated
from xl_appraisal.book.read.quarter import read_quarter_book
from xl_appraisal.hosts import FileHost, MemoryHost
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.grid import Formula, Ref, Write, parse_a1
from xl_appraisal.work.closing import Verdict, close, reopen, verify
from xl_appraisal.work.closing.digest import digest
from xl_appraisal.work.closing.signature import signer

NOON = dt.datetime(2023, 7, 5, 12, 0, 30)


@pytest.fixture(scope="module")
def closed_once(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real quarter closed, opened again with a reason, and closed once more."""
    path = tmp_path_factory.mktemp("closed") / "2023Q1.xlsx"
    shutil.copy(demo_folder / "2023Q1.xlsx", path)
    host = FileHost(path)
    close(host, now=NOON)
    reopen(host, "残联 更正", now=NOON + dt.timedelta(hours=1))
    close(host, now=NOON + dt.timedelta(hours=2))
    host.save()
    assert verify(FileHost(path)).sound
    return path


@pytest.fixture
def closed(closed_once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(closed_once, tmp_path / "2023Q1.xlsx"))


def altered(path: Path, sheet: str, cells: dict[Ref, Write]) -> Verdict:
    host = FileHost(path)
    host.write(sheet, cells)
    host.save()
    return verify(FileHost(path))


@pytest.mark.parametrize(
    ("sheet", "place", "value", "part"),
    [
        ("名次表", "K10", Decimal(3), "填写的内容"),
        ("加扣分明细", "D4", Decimal(9), "填写的内容"),
        ("名次表", "I10", Decimal(120), "成绩"),
        ("规则", "B8", Decimal("0.31"), "规则和栏目"),
        ("栏目", "A10", "改名", "规则和栏目"),
        ("通报数据", "B900", "# 旁注", "通报和栏目的原文"),
    ],
)
def test_the_kind_of_what_changed_is_told(
    closed: Path, sheet: str, place: str, value: Write, part: str
) -> None:
    """One cell of each kind; no other kind is named with it."""
    verdict = altered(closed, sheet, {parse_a1(place): value})
    assert [p for p in verdict.problems if p.endswith("与封存时不同。")] == [
        f"{part}与封存时不同。"
    ]


def event_rows(path: Path) -> list[int]:
    rules = FileHost(path).grid("规则")
    assert rules is not None
    return [row for (row, _), c in rules.cells.items() if str(c.value).startswith("book.event.")]


@pytest.mark.parametrize(
    ("number", "column", "value"),
    [
        (0, 2, "2023-07-06 12:00:30"),
        (1, 7, "别的原因"),
        (2, 2, "2023-07-06 12:00:30"),
        (0, 7, "封存码 0123456789abcdef0123456789abcdef（第2版）"),
        (1, 4, "旁边"),
    ],
    ids=["first time", "reason", "last time", "earlier code", "beside"],
)
def test_the_history_is_under_the_seal(closed: Path, number: int, column: int, value: str) -> None:
    """Each closing holds all that stood on 规则 before it, its own time too."""
    verdict = altered(closed, "规则", {(event_rows(closed)[number], column): value})
    assert verdict.problems == ("封存和重新打开的记录与封存时不同。",)


def test_an_erased_reopening_is_told(closed: Path) -> None:
    """The rows of the first closing and of the reopening emptied: the last one misses them."""
    rules = FileHost(closed).grid("规则")
    assert rules is not None
    first, reopened, _ = event_rows(closed)
    gone: dict[Ref, Write] = {ref: None for ref in rules.cells if ref[0] in (first, reopened)}
    verdict = altered(closed, "规则", gone)
    assert verdict.problems == ("封存和重新打开的记录与封存时不同。",)


def test_a_rule_is_not_hidden_by_the_mark_of_an_event(closed: Path) -> None:
    """``book.event.9`` far to the right of a rule hid its row from the first form."""
    host = FileHost(closed)
    host.write("规则", {(8, 30): "book.event.9", (8, 2): Decimal("0.31")})
    host.save()
    verdict = verify(FileHost(closed))
    assert "规则和栏目与封存时不同。" in verdict.problems
    assert {"规则!B8", "规则!AD8（新填）"} <= set(verdict.cells)


def test_two_contents_have_two_codes() -> None:
    """A text with tab and line feed read, in the first form, like the cells that it replaced."""
    codes, prints = [], []
    for cells in (
        {(30, 8): "重复", (31, 8): "作废"},
        {(30, 8): "重复\n加扣分明细\t31\t8\ts:作废", (31, 8): None},
    ):
        host = recalculated(one(item_18=2))
        host.write("加扣分明细", cells)
        prints.append(digest(read_quarter_book(host.grid), host.grid).inputs)
        codes.append(_closed_code(host))
    assert prints[0] == prints[1]
    assert codes[0] != codes[1]


def _closed_code(host: MemoryHost) -> str:
    return close(host, now=NOON).code


def edited(
    path: Path, sheet: str, edit: Callable[[str], str], styles: Callable[[str], str]
) -> None:
    """The package with one sheet's part and the styles written otherwise, all else as it was."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    for name, change in ((f"xl/worksheets/{sheet}.xml", edit), ("xl/styles.xml", styles)):
        before = parts[name].decode()
        parts[name] = change(before).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)


def same(text: str) -> str:
    return text


def with_format(code: str) -> Callable[[str], str]:
    """A cell format more at the end of the list, with that number format."""

    def change(styles: str) -> str:
        if "<numFmts" not in styles:
            styles = re.sub(r"(<styleSheet[^>]*>)", r'\1<numFmts count="0"></numFmts>', styles)
        number = f'<numFmt numFmtId="999" formatCode="{code}"/></numFmts>'
        styles = styles.replace("</numFmts>", number)
        return styles.replace("</cellXfs>", '<xf numFmtId="999" xfId="0"/></cellXfs>')

    return change


def last_format(styles_of: Path) -> int:
    """The index that a cell format added at the end has."""
    with zipfile.ZipFile(styles_of) as package:
        formats = package.read("xl/styles.xml").decode().partition("<cellXfs")[2]
    return formats.partition("</cellXfs>")[0].count("<xf ")


def test_a_format_that_shows_another_figure_is_told(closed: Path) -> None:
    """I7, a total of 107.562, under a format that writes 119.99 in its place."""
    number = last_format(closed)

    def edit(sheet: str) -> str:
        return re.sub(r'(<c r="I7")( s="\d+")?', rf'\1 s="{number}"', sheet)

    edited(closed, "sheet1", edit, with_format("&quot;119.99&quot;"))
    (problem,) = verify(FileHost(closed)).problems
    assert "名次表!I7的数字格式把107.562显示成“119.99”" in problem


def test_a_hidden_row_is_told_and_a_filter_is_a_note(closed: Path, tmp_path: Path) -> None:
    """Row 10 of 名次表 hidden for good, then the same under a filter."""

    def hide(sheet: str) -> str:
        return sheet.replace('<row r="10"', '<row r="10" hidden="1"')

    other = Path(shutil.copy(closed, tmp_path / "filtered.xlsx"))
    edited(closed, "sheet1", hide, same)
    assert "名次表第10行是隐藏的" in "".join(verify(FileHost(closed)).problems)
    filtered = (
        '</sheetData><autoFilter ref="A6:AW31"><filterColumn colId="1"><filters>'
        '<filter val="税务"/></filters></filterColumn></autoFilter>'
    )
    edited(other, "sheet1", lambda s: hide(s).replace("</sheetData>", filtered, 1), same)
    verdict = verify(FileHost(other))
    assert verdict.sound
    assert verdict.notes == ("名次表正在筛选，有的行暂时看不见。",)


def test_a_formula_in_place_of_a_figure_is_told(closed: Path) -> None:
    """It shows the same figure today, and another tomorrow."""
    held = FileHost(closed).grid("名次表")
    assert held is not None
    total = held.value(7, 9)
    assert isinstance(total, Decimal)
    verdict = altered(closed, "名次表", {(7, 9): Formula("100+7.562", total)})
    assert verdict.problems == ("成绩与封存时不同。",)
    assert verdict.cells == ("名次表!I7",)


def test_a_seal_of_a_later_version_is_no_change(closed: Path) -> None:
    """It says what to do and accuses nobody."""
    last = event_rows(closed)[-1]
    with pytest.raises(BookError, match=r"第3版的封存.*请更新"):
        altered(closed, "规则", {(last, 7): f"封存码 {'0' * 32}（第3版）"})


def test_closed_in_a_program_the_note_says_what_was_not_looked_at(closed: Path) -> None:
    """A live program does not tell formats: the verdict says so, there and of its file."""
    host = FileHost(closed)
    memory = MemoryHost(grid for s in SHEETS if (grid := host.grid(s)) is not None)
    reopen(memory, "再看", now=NOON)
    close(memory, now=NOON)
    verdict = verify(memory)
    assert verdict.sound and "这里核验不了" in verdict.notes[0]


SHEETS = (
    "名次表",
    "人员考核",
    "加扣分明细",
    "规则",
    "栏目",
    "公布成绩",
    "核对",
    "图表",
    "通报数据",
)


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Two pairs of keys as the library writes OpenSSH's files."""
    from cryptography.hazmat.primitives import serialization as s
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    folder = tmp_path_factory.mktemp("keys")
    for name, password in (("督查科", b""), ("别人", b"secret")):
        key = Ed25519PrivateKey.generate()
        locked = s.BestAvailableEncryption(password) if password else s.NoEncryption()
        private = key.private_bytes(s.Encoding.PEM, s.PrivateFormat.OpenSSH, locked)
        public = key.public_key().public_bytes(s.Encoding.OpenSSH, s.PublicFormat.OpenSSH)
        (folder / name).write_bytes(private)
        (folder / f"{name}.pub").write_bytes(public)
    return {path.name: path for path in folder.iterdir()}


def no_password() -> str:
    raise AssertionError("this key has none")


@pytest.fixture
def signed(closed: Path, keys: dict[str, Path]) -> Path:
    host = FileHost(closed)
    reopen(host, "签名", now=NOON)
    close(host, now=NOON, sign=signer(keys["督查科"], no_password))
    host.save()
    return closed


def test_a_signature_is_known_by_its_key(signed: Path, keys: dict[str, Path]) -> None:
    """With the centre's public key, and not with another's."""
    assert verify(FileHost(signed), keys["督查科.pub"]).sound
    (problem,) = verify(FileHost(signed), keys["别人.pub"]).problems
    assert "不是用这把密钥签的" in problem


def test_who_closes_again_without_the_key_is_found_out(signed: Path, keys: dict[str, Path]) -> None:
    """A figure changed, and a new closing in the right form over it: sound without the key."""
    host = FileHost(signed)
    reopen(host, "不说", now=NOON)
    close(host, now=NOON)
    host.save()
    assert verify(FileHost(signed)).sound
    assert verify(FileHost(signed), keys["督查科.pub"]).problems == ("封存没有签名。",)


def test_a_signature_of_another_code_is_none(signed: Path, keys: dict[str, Path]) -> None:
    """The old signature put beside a new closing."""
    source = FileHost(signed).grid("通报数据")
    assert source is not None
    old = re.search('"signature": "([^"]+)"', str(source.value(1, 3)))
    assert old is not None
    host = FileHost(signed)
    reopen(host, "不说", now=NOON)
    close(host, now=NOON, sign=lambda _code: old[1])
    host.save()
    (problem,) = verify(FileHost(signed), keys["督查科.pub"]).problems
    assert "不是用这把密钥签的" in problem


def test_the_commands_sign_and_check(
    run: Callable[..., Run], demo_folder: Path, tmp_path: Path, keys: dict[str, Path]
) -> None:
    """With --sign and --key; a file that is no key is refused, nothing written."""
    book = Path(shutil.copy(demo_folder / "2023Q1.xlsx", tmp_path / "2023Q1.xlsx"))
    before = book.read_bytes()
    refused = run("close", book, "--sign", keys["督查科.pub"])
    assert refused.code == 2 and "不是能用的私钥" in refused.err
    assert book.read_bytes() == before
    assert run("close", book, "--sign", keys["督查科"]).code == 0
    passed = run("verify", book, "--key", keys["督查科.pub"])
    assert passed.code == 0 and "相符" in passed.out
    absent = run("verify", book, "--key", tmp_path / "没有.pub")
    assert absent.code == 2 and "没有这个文件" in absent.err
    assert run("verify", book, "--key", keys["别人.pub"]).code == 1
    assert run("verify", book, "--key", keys["督查科"]).code == 2


def test_a_key_with_a_password_asks_for_it(keys: dict[str, Path]) -> None:
    """The right one signs; a wrong one is told."""
    assert signer(keys["别人"], lambda: "secret")("0" * 32)
    with pytest.raises(BookError, match="密码不对"):
        signer(keys["别人"], lambda: "wrong")


def test_keys_of_ssh_keygen_work(tmp_path: Path) -> None:
    """A second program's keys, where it is at hand; the guide names it."""
    program = shutil.which("ssh-keygen")
    assert program, "these tests need ssh-keygen (openssh-client)"
    made = [program, "-q", "-t", "ed25519", "-N", "", "-f", str(tmp_path / "key")]
    subprocess.run(made, check=True)
    from xl_appraisal.work.closing.signature import is_signed

    signature = signer(tmp_path / "key", no_password)("0" * 32)
    assert is_signed("0" * 32, signature, tmp_path / "key.pub")
    assert not is_signed("1" * 32, signature, tmp_path / "key.pub")


def feet(path: Path) -> str:
    """What stands at the foot of the pages of a Word document or a workbook."""
    with zipfile.ZipFile(path) as package:
        names = [n for n in package.namelist() if "footer" in n or n.startswith("xl/worksheets/s")]
        texts = "".join(package.read(name).decode() for name in names)
    found = re.findall(r"<oddFooter>(.*?)</oddFooter>|<w:t[^>]*>([^<]*)</w:t>", texts)
    return "".join("".join(pair) for pair in found)


@pytest.mark.parametrize("ending", ["docx", "xlsx"])
def test_paper_and_file_can_be_compared(
    run: Callable[..., Run], closed: Path, demo_folder: Path, tmp_path: Path, ending: str
) -> None:
    """The foot of each page has the start of the code; of an open book, that there is none."""
    found = str(verify(FileHost(closed)).events[-1].note)
    printed = {}
    for name, book, more in (
        ("closed", closed, ()),
        ("open", demo_folder / "2023Q1.xlsx", ()),
        ("without", closed, ("--no-seal",)),
    ):
        target = tmp_path / f"{name}.{ending}"
        assert run("annex", book, "--to", target, *more).code == 0
        printed[name] = feet(target)
    assert found[4:16] in printed["closed"] and "封存码" in printed["closed"]
    assert "未封存" in printed["open"]
    assert "封存" not in printed["without"]


def test_slips_have_it_too(run: Callable[..., Run], closed: Path, tmp_path: Path) -> None:
    """Each slip, and the index."""
    found = str(verify(FileHost(closed)).events[-1].note)
    assert run("slips", closed, "--out", tmp_path / "slips").code == 0
    made = list((tmp_path / "slips").glob("*.docx"))
    assert len(made) == 26
    assert all(f"封存码 {found[4:16]}" in feet(path) for path in made)
