"""Titles, headings and signs made up, and things planted beside a workbook."""

from __future__ import annotations

import os
import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from random import Random

from tests.evidence import NOTICE_TEXT
from tests.fuzz.samples import SCORE, WINDOWS, command, digest, workbook
from tests.fuzz.verdict import CONFIRMED, FINDING, REFUSED, clear
from xl_appraisal.hosts import FileHost
from xl_appraisal.model.errors import FaultsError
from xl_appraisal.model.period import Period
from xl_appraisal.model.rulebook import load_rulebook
from xl_appraisal.work.desk import appraise_host

PIECES = (
    *("{year}", "{quarter}", "年", "季度", "名次表", "（试行）", "%s", "$x", "￥"),
    *(
        "{",
        "}",
        "{}",
        "{0}",
        "{foo}",
        "{year.__class__}",
        "{year:>99999999}",
        "{year!r}",
        "{{year}}",
    ),
)
_HARMLESS = re.compile(r"(?:\{year\}|\{quarter\}|[^{}])*")
BASE = Fraction(SCORE * 30, 100) + 10 + 30 + 15 + 15  # a person of 95 points, no item
DEDUCTING, ADDING = ("人员进驻", "业务规范", "窗口规范", "评价管理"), ("奖励分",)
HEADINGS = {"分值": "", "扣分": "-", "加分": "+"}
NAMES = (
    *(".批量计算进度.jsonl", ".批量计算进行中", "批量计算汇总.xlsx", "批量计算汇总.json"),
    *("附件2.docx", "图表.xlsx", "新的.xlsx", "明细/.xl-appraisal-加扣分明细", "明细/未完成.txt"),
    *(".xl-appraisal-备份", ".xl-appraisal-备份/book.xlsx", ".book.xlsx.保存中"),
)
COMMANDS: tuple[tuple[str, ...], ...] = (
    ("recalc", "book.xlsx"),
    ("recalc", "book.xlsx", "--out", "新的.xlsx"),
    ("annex", "book.xlsx", "--to", "附件2.docx"),
    ("charts", "book.xlsx", "--out", "图表.xlsx"),
    ("slips", "book.xlsx", "--out", "明细", "--format", "xlsx"),
    ("new", "新的.xlsx", "--from", "book.xlsx"),
    ("batch", ".", "--jobs", "1"),
)


def titles(random: Random, folder: Path) -> str:
    """A title is the text with the two words put in, or the notice is refused; by hand here."""
    text = "".join(random.choices(PIECES, k=random.randint(1, 6)))
    path = folder / "通报.toml"
    path.write_text(
        re.sub(r'(?m)^title = ".*"$', f'title = "{text}"', NOTICE_TEXT, count=1), "utf-8"
    )
    try:
        book = load_rulebook(path, None)
    except FaultsError as error:
        clear(str(error))
        assert not _HARMLESS.fullmatch(text), f"a sound title was refused: {text}"
        return REFUSED
    assert _HARMLESS.fullmatch(text), f"taken: {text}"
    period = Period("quarter", 2024, 3)
    assert book.notice.titled(period) == text.replace("{year}", "2024").replace("{quarter}", "3")
    return CONFIRMED


def signs(random: Random, folder: Path) -> str:
    """A line under some heading, with or without a sign: as all of them say, or told."""
    book, file = folder / "book.xlsx", folder / "来件.csv"
    book.write_bytes(workbook())
    heading, name = random.choice(list(HEADINGS)), random.choice(WINDOWS)
    module, sign = (
        random.choice((*DEDUCTING, *ADDING)),
        random.choice(("", "", "-", "+", "－", "＋")),
    )
    points = Decimal(random.randint(1, 40)).scaleb(-1)
    line = f"{name},{module},{sign}{points},2023-1-5,事由"
    file.write_text(f"窗口,模块,{heading},日期,事由\n{line}\n", random.choice(("utf-8", "gb18030")))
    before = digest(book)
    code, _, said = command("import", book, "--ledger", file)
    if code == 2:
        clear(said)
        assert digest(book) == before
        return _contradicts(heading, module, sign) or f"refused: {line} under {heading}: {said}"
    total = appraise_host(FileHost(book)).appraisal.window(name).total
    if total is None:
        return FINDING
    own = Fraction(points)
    right = BASE - own if module in DEDUCTING else BASE + own
    assert Fraction(total) == right, f"{line} under {heading}: {total}, not {right}"
    wanted = "-" if module in DEDUCTING else "+"
    assert HEADINGS[heading] in ("", wanted), f"{line} under {heading} was taken in silence"
    return CONFIRMED


def _contradicts(heading: str, module: str, sign: str) -> str:
    """REFUSED where heading, module and sign do not agree; a minus may stand before a deduction."""
    wanted = "-" if module in DEDUCTING else "+"
    said = {HEADINGS[heading], sign.replace("－", "-").replace("＋", "+")} - {""}
    return REFUSED if said - {wanted} else ""


def planted(random: Random, folder: Path) -> str:
    """Links, pipes, folders and foreign files in the place of files that a command makes."""
    home, place = folder / "home", folder / "books"
    home.mkdir()
    place.mkdir()
    victim = home / ".bashrc"
    victim.write_text("alias ls='ls -F'\n")
    (place / "book.xlsx").write_bytes(workbook(True))
    foreign = [_plant(random, place / name, home) for name in random.sample(NAMES, 3)]
    chosen = random.choice(COMMANDS)
    here = Path.cwd()
    os.chdir(place)
    try:
        code, out, said = command(*chosen)
    finally:
        os.chdir(here)
    assert victim.read_text() == "alias ls='ls -F'\n", "the user's file was written"
    assert [path.name for path in home.iterdir()] == [".bashrc"], "a file was made elsewhere"
    assert "Traceback" not in out + said
    for path, kept in filter(None, foreign):
        assert not kept or path.exists(), f"{path.name} is gone"
    if code == 2:
        clear(said)
        return REFUSED
    return CONFIRMED


def _plant(random: Random, path: Path, home: Path) -> tuple[Path, bool] | None:
    """Something of that name; a folder is not removed by anybody."""
    there = path.parent.is_dir() or not os.path.lexists(path.parent)
    if not there or path.parent.is_symlink() or os.path.lexists(path):
        return None  # something else was planted there
    path.parent.mkdir(exist_ok=True)
    match random.randrange(6):
        case 0:
            path.symlink_to(home / ".bashrc")
        case 1:
            path.symlink_to(home / "new")
        case 2:
            os.link(home / ".bashrc", path)
        case 3:
            os.mkfifo(path)
        case 4:
            path.mkdir()
            (path / "别人的.txt").write_text("x")
            return path / "别人的.txt", True
        case 5:
            path.symlink_to(home, target_is_directory=True)
    return path, False
