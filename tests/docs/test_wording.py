"""What windows and sheets say: no command lines, one term per thing, as docs/用语.md has them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import xl_appraisal
from xl_appraisal.book.sheets import SHEETS
from xl_appraisal.model.text_table import read_table
from xl_appraisal.model.wording import for_window

ROOT = Path(xl_appraisal.__file__).parent
GLOSSARY = ROOT.parent / "docs" / "用语.md"
CHINESE = re.compile(r"[\u4e00-\u9fff]")
COMMAND = re.compile(r"xl-appraisal [a-z]+|(?<![\w-])--[a-z]+")
TERMINAL = ("doors/command_line/", "setup/", "tools/", "work/batch/")
"""Read at a command line, or by whoever looks after the machine."""
FOR_THE_MACHINE = ("model/layout/layout_for_notice.py", "doors/calc_extension/component.py")
"""A remark in a file that a command writes; how the extension is installed anew."""


def sentences(path: Path) -> Iterator[str]:
    """The Chinese texts of a module, those of f-strings as one, without docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docs = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)
              for part in node.values}  # fmt: skip
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            text = "".join(p.value if isinstance(p, ast.Constant) else "{}" for p in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = "" if id(node) in docs | inside else node.value
        else:
            continue
        if CHINESE.search(text):
            yield text


def texts() -> dict[str, list[str]]:
    """All that staff may read, by module or table of the package."""
    found = {p.relative_to(ROOT).as_posix(): [*sentences(p)] for p in ROOT.rglob("*.py")}
    for name in ("model/findings.tsv", "model/commands.tsv", "book/sheet_columns.tsv"):
        found[name] = [cell for row in read_table(ROOT / name) for cell in row]
    name = "doors/command_line/command_line.tsv"
    return found | {name: [row[-1] for row in read_table(ROOT / name)]}


TEXTS = texts()


def test_windows_do_not_speak_command_line() -> None:
    """Outside an aside that windows leave out, no command and no option is named."""
    told = [
        (name, text)
        for name, own in TEXTS.items()
        if not name.startswith(TERMINAL) and name not in FOR_THE_MACHINE
        for text in own
        if COMMAND.search(for_window(text))
    ]
    assert told == []


def test_faults_of_system_and_python_are_told_in_chinese() -> None:
    """No sentence has the system's English words or the type of an error put into it.

    Where this program or the office's own is at fault, a remark is for whoever maintains it.
    """
    maintained = {
        "doors/buttons/button_support.py",
        "doors/calc_extension/component.py",
        "hosts/refusals.py",
        "work/batch/book_job.py",
    }
    met = {
        path.relative_to(ROOT).as_posix()
        for path in ROOT.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.JoinedStr) and CHINESE.search(text := ast.unparse(node))
        if re.search(r"__name__|strerror|errorcode", text)
    }
    assert met == maintained


def test_a_message_is_whole_without_its_aside() -> None:
    """The aside goes, the sentence around it stays; a number in 〔〕 is none."""
    said = "晋政〔2023〕5号：请先重新打开〔命令行：xl-appraisal reopen〕。"
    assert for_window(said) == "晋政〔2023〕5号：请先重新打开。"


def avoided() -> dict[str, str]:
    """From the glossary: a word that is not used, and the term that is."""
    rows = re.findall(
        r"^\| *([^|]+?) *\| *([^|]*?) *\| *([^|]*?) *\|$", GLOSSARY.read_text("utf-8"), re.M
    )
    return {word: term for term, _, others in rows[2:] for word in others.split("、") if word}


@pytest.mark.parametrize("word", sorted(avoided()))
def test_one_term_per_thing(word: str) -> None:
    """What the glossary says not to write stands in no text of the product."""
    met = [(name, text) for name, own in TEXTS.items() for text in own if word in text]
    assert met == []


def test_the_glossary_has_every_sheet() -> None:
    """Each sheet's name is a term of it."""
    terms = set(re.findall(r"^\| *([^|]+?) *\|", GLOSSARY.read_text(encoding="utf-8"), re.M))
    assert set(SHEETS) <= terms
