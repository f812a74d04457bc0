"""Delimited files for ``import``: every encoding, delimiter and damage; read a second way."""

from __future__ import annotations

import csv
import datetime as dt
import io
from fractions import Fraction
from pathlib import Path
from random import Random

from tests.fuzz import content
from tests.fuzz.bytes import damaged
from tests.fuzz.samples import SCORE, WINDOWS, command, digest, grids, grids_of, workbook
from tests.fuzz.verdict import CONFIRMED, FINDING, REFUSED, clear
from tests.plain_appraisal import Row, modules
from tests.workbook.books import LEDGER, RANKING, STAFF
from xl_appraisal.hosts import FileHost
from xl_appraisal.model.grid import Grid
from xl_appraisal.work.desk import appraise_host

MODULES = ("人员进驻", "业务规范", "窗口规范", "评价管理")
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "gbk")
Table = list[list[str]]


def ledgers(random: Random, folder: Path) -> str:
    """A list of deductions, sound or damaged, for 加扣分明细."""
    rows: Table = [["窗口", "模块", "分值", "日期", "事由"]]
    plain = {name: Row(staff=[Fraction(SCORE)], deductions=[]) for name in WINDOWS}
    for number in range(random.randint(1, 8)):
        name, module = random.choice(WINDOWS), random.choice(MODULES)
        points = content.figure(random, 6)
        value = points.readings[0]
        assert isinstance(value, Fraction)
        plain[name].deductions = [*plain[name].deductions, (module, value)]
        rows.append(
            [name, module, _unsigned(_text(points)), f"2023-1-{number + 1}", f"事由{number}"]
        )
    return _case(random, folder, "--ledger", rows, plain)


def staffs(random: Random, folder: Path) -> str:
    """A list of people with scores, sound or damaged, for 人员考核."""
    rows: Table = [["窗口", "姓名", "考核分"]]
    plain = {name: Row(staff=[Fraction(SCORE)]) for name in WINDOWS}
    for number in range(random.randint(1, 8)):
        name, score = random.choice(WINDOWS), content.figure(random, 100, 1)
        value = score.readings[0]
        assert isinstance(value, Fraction)
        plain[name].staff = [*plain[name].staff, value]
        rows.append([name, f"人员{number}", _text(score)])
    return _case(random, folder, "--staff", rows, plain)


def tables(random: Random, folder: Path) -> str:
    """A ranking table of some columns, sound or damaged, for 名次表."""
    columns = random.sample(("item_18", "item_20", "item_22", "leadership_bonus"), 2)
    rows: Table = [["窗口", *columns, "immediate_cases"]]
    plain = {}
    for name in WINDOWS:
        points = [content.figure(random, 6) for _ in columns]
        cases = content.figure(random, 1600, 1)
        values = [p.readings[0] or 0 for p in points]
        bonuses = dict(zip(columns, map(Fraction, values), strict=True))
        many = Fraction(cases.readings[0] or 0)
        plain[name] = Row(staff=[Fraction(SCORE)], bonuses=bonuses, immediate=many)
        rows.append([name, *map(_text, points), _text(cases)])
    return _case(random, folder, "--table", rows, plain)


def _text(what: content.Content) -> str:
    value = what.cell.value
    return value if isinstance(value, str) else format(value, "f")  # type: ignore[arg-type]


def _unsigned(text: str) -> str:
    """Without a plus, which contradicts a module that only deducts: such a line is refused."""
    return text.replace("+", "").replace("＋", "")


def _case(random: Random, folder: Path, option: str, rows: Table, plain: dict[str, Row]) -> str:
    book, file = folder / "book.xlsx", folder / random.choice(("来件.csv", "来件.txt"))
    book.write_bytes(workbook())
    sound = random.random() < 0.35
    data = _written(random, rows, _odd(random, rows) if not sound else rows)
    if not sound and random.random() < 0.7:
        data = damaged(random, data)
    file.write_bytes(data)
    before, own, old = digest(book), digest(file), grids_of(workbook())
    code, _, said = command("import", book, option, file, "--json")
    assert digest(file) == own
    if code:
        clear(said)
        assert digest(book) == before, "refused, but the workbook changed"
        assert not sound, f"a sound file was refused: {said}"
        return REFUSED
    new = grids(book)
    _only_what_was_there(old, new, data)
    return _judged(book, plain) if sound else FINDING


def _odd(random: Random, rows: Table) -> Table:
    """Some cells overwritten with anything."""
    rows = [list(row) for row in rows]
    for _ in range(random.choice((0, 1, 3))):
        row = random.choice(rows)
        row[random.randrange(len(row))] = str(content.anything(random).cell.value)
    return rows


def _written(random: Random, sound: Table, rows: Table) -> bytes:
    buffer = io.StringIO(newline="")
    end = random.choice(("\n", "\r\n"))
    quoting = random.choice((csv.QUOTE_MINIMAL, csv.QUOTE_ALL))
    sign = random.choice(",,,\t;")
    csv.writer(buffer, delimiter=sign, lineterminator=end, quoting=quoting).writerows(rows)
    encoding = random.choice(ENCODINGS)
    if encoding == "gbk" and not _fits(buffer.getvalue(), encoding):
        encoding = "gb18030"
    if not _fits(buffer.getvalue(), encoding):
        encoding = "utf-8"
    return buffer.getvalue().encode(encoding, "surrogatepass" if encoding == "utf-8" else "strict")


def _fits(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


# ── judged ──


def _judged(book: Path, plain: dict[str, Row]) -> str:
    """The scores are those of the remarks; what may be left of 95 % is no figure."""
    appraisal = appraise_host(FileHost(book)).appraisal
    for name, row in plain.items():
        total = appraisal.window(name).total
        if any(0 < score <= 1 for score in row.staff) or 0 < (row.immediate or 0) < 1:
            assert total is None
            continue
        right = sum(modules(row).values(), Fraction(0))
        assert total is not None
        assert Fraction(total) == right, f"{name}: {total}, not {right}"
    return CONFIRMED


def _only_what_was_there(
    old: dict[str, Grid | None], new: dict[str, Grid | None], data: bytes
) -> None:
    """Whatever the import wrote stands in the file, under one of its encodings; no formula."""
    texts, figures = _contents(data)
    for sheet in (RANKING, STAFF, LEDGER):
        was, now = old[sheet], new[sheet]
        assert was is not None
        assert now is not None
        for ref, cell in now.cells.items():
            if cell == was[ref]:
                continue
            assert cell.formula is None, f"{sheet} {ref}: the formula {cell.formula} was written"
            if isinstance(cell.value, str):
                found = "".join(content.visible(cell.value).split())
                assert "来件" in found or found in texts or found in "√×", f"{ref}: {found!r}"
            elif isinstance(cell.value, dt.date):
                assert str(cell.value.year) in texts, f"{ref}: {cell.value}"
            elif cell.value is not None:
                assert Fraction(str(cell.value)) in figures, f"{sheet} {ref}: {cell.value}"
        assert set(was.cells) <= set(now.cells)


def _contents(data: bytes) -> tuple[str, set[Fraction]]:
    """All that the file shows without spaces, and every figure that a field may be."""
    texts, figures = "", set[Fraction]()
    for encoding in ("utf-8-sig", "gb18030"):
        text = data.decode(encoding, "replace")
        # doubled quotes are one within a quoted field, and themselves within any other
        for shown in (text, text.replace('""', '"')):
            texts += "".join(content.visible(shown).split())
        for sign in ",\t;":
            for fields in csv.reader(
                io.StringIO(text.replace("\0", ""), newline=""), delimiter=sign
            ):
                for field in fields:
                    value = content.lenient(field.rstrip("%％ "))
                    figures |= {value, value / 100} if value is not None else set()
    return texts, figures
