"""Notice and layout files (TOML) damaged: faults with their lines, or rules that can be used."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from random import Random

from tests.evidence import LAYOUT_TEXT, NOTICE_TEXT, entry, window
from tests.fuzz.bytes import damaged, shuffled_lines
from tests.fuzz.samples import command, digest
from tests.fuzz.verdict import CONFIRMED, REFUSED, clear
from xl_appraisal.model.errors import FaultsError
from xl_appraisal.model.notice import parameters
from xl_appraisal.model.rulebook import Rulebook, load_rulebook
from xl_appraisal.scoring import appraise_windows

ODD = (
    "0",
    "-1",
    "1",
    "2",
    "20",
    "nan",
    "inf",
    "-inf",
    "1e9",
    "1e999999999999999999",
    "1e-400",
    "9" * 5000,
    "0x10",
    "1_000",
    "true",
    "2023-01-01",
    "07:30:00",
    '"',
    '""',
    "'",
    '"30%"',
    '"2/3"',
    '"1/0"',
    '"٣0%"',
    "[",
    "]",
    "[[" * 3000,
    "{",
    "{a=" * 3000,
    "[]",
    "{}",
    "=",
    ".",
    "a.b.c",
    ".".join("a" * 300),
    "#",
    '"reward"',
    '"deduct"',
    '"count"',
    '"√"',
    '"\\u0000"',
    '"\\ud800"',
    "\0",
    "\ufeff",
    "\u202e",
    "é",
    "＝",
    "“a”",
    '"""',
    "'''",
    '"' + "长" * 5000 + '"',
    "[[remark]]",
    "[notice]",
    "[[remark.rule]]",
    "id",
    '"=1+1"',
    "\r",
)
FIGURES = (
    window(
        "甲",
        {"immediate_cases": 700, "item_18": 2, "item_38": 1},
        [entry(module="reward", points=1)],
    ),
    window("乙", {"promised_cases": 300, "platform_share": "2/3"}, staff=[90, "95.5"]),
    window(
        "丙", {"veto_44": 1, "item_24_count": 3}, [entry(item="walkthrough.extra_walks", count=9)]
    ),
)


def notices(random: Random, folder: Path) -> str:
    """A notice file, by lines or by bytes."""
    path = folder / "通报.toml"
    path.write_bytes(_altered(random, NOTICE_TEXT))
    own = digest(path)
    outcome = _loaded(path, None)
    code, out, said = command(
        "notice", "check", path, *(["--json"] if random.random() < 0.5 else [])
    )
    assert digest(path) == own
    assert "Traceback" not in out + said
    if outcome == REFUSED and code == 0:
        _check_misfit_only(path)
    assert outcome == REFUSED or code == 0, (
        f"used by the product, refused by the check: {out}{said}"
    )
    return outcome


def layouts(random: Random, folder: Path) -> str:
    """A layout file, by lines or by bytes."""
    path = folder / "栏目.toml"
    path.write_bytes(_altered(random, LAYOUT_TEXT))
    own = digest(path)
    outcome = _loaded(None, path)
    assert digest(path) == own
    return outcome


def _altered(random: Random, text: str) -> bytes:
    if random.random() < 0.75:
        text = shuffled_lines(random, text, ODD)
        return text.encode("utf-8", "surrogatepass")
    return damaged(random, text.encode())


def _check_misfit_only(path: Path) -> None:
    """A notice may be sound by itself and not fit the layout that comes with the product."""
    try:
        load_rulebook(path, None)
    except FaultsError as error:
        assert any("栏目" in fault for fault in error.faults), error


def _loaded(notice: Path | None, layout: Path | None) -> str:
    try:
        book = load_rulebook(notice, layout)
    except FaultsError as error:
        assert error.faults
        clear(str(error))
        return REFUSED
    _check_figures(book)
    _check_use(book)
    return CONFIRMED


def _check_figures(book: Rulebook) -> None:
    """Every value in force stands in the files, read by the standard library alone."""
    texts = (book.notice_text, book.layout_text)
    document = [tomllib.loads(text, parse_float=Decimal) for text in texts]
    there = {str(value) for value in _values(document)}
    numbers = {Decimal(value) for value in _values(document) if isinstance(value, int | Decimal)}
    for parameter in parameters(book.notice):
        value = parameter.value
        if value and not parameter.choices and "/" not in value and "%" not in value:
            assert Decimal(value).copy_abs() in {n.copy_abs() for n in numbers} | {
                Decimal(t) for t in there if t.isascii() and t.isdigit()
            }, f"{parameter.path} is {value}, which is not in the file"


def _values(node: object) -> Iterator[object]:
    if isinstance(node, dict):
        for value in node.values():
            yield from _values(value)
    elif isinstance(node, list):
        for value in node:
            yield from _values(value)
    else:
        yield node


def _check_use(book: Rulebook) -> None:
    """Any rules that were accepted can be scored with, within the full marks that they give."""
    appraisal = appraise_windows(book, FIGURES)
    stopped = {f.window for f in appraisal.findings if f.severity == "error"}
    marks = {module.id: module.maximum for module in book.notice.modules}
    for one in appraisal.windows:
        if one.total is None:
            assert one.window in stopped
            continue
        assert one.total == sum(one.score.modules.values(), Decimal(0))
        for module, points in one.score.modules.items():
            assert points <= marks[module]
