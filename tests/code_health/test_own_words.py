"""No word of the first notice's own in the code: they come from the notice that is in force."""

from __future__ import annotations

import re
from pathlib import Path

from tests.code_health.sources import ROOT, name

WORDS = re.compile(
    "红旗|季度|督查科|六个|六模块|六格|备注[1-8](?![0-9])|[(（ ]remarks? [1-8]\\b|晋江|泉州"
    "|case_volume|package_services|assisted_handling|walkthrough|business_conduct|reward_extra"
)
DATA = {"notices", "layouts", "demo_data"}
EXCEPTED = {
    "xl_appraisal/model/period_kinds.tsv": "the words of a quarter, beside those of a month",
    "xl_appraisal/work/importing/header_words.toml": "how departments head their columns",
    "xl_appraisal/doors/cell_functions/first_notice_functions.py": "functions that workbooks call",
}


def sources() -> list[Path]:
    """All that the product is made of, data of notices apart."""
    every = (ROOT / "xl_appraisal").rglob("*")
    kinds = {".py", ".tsv", ".toml"}
    return [p for p in every if p.suffix in kinds and not DATA & set(p.parts)]


def test_no_word_of_the_first_notice_stands_in_the_code() -> None:
    """File, line and word of each."""
    found = [
        f"{name(path)}:{number}: {match[0]}"
        for path in sources()
        if name(path) not in EXCEPTED
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        for match in WORDS.finditer(line)
    ]

    assert found == []


def test_every_exception_is_needed() -> None:
    """A file that no longer has such a word leaves the list."""
    texts = {path: (ROOT / path).read_text(encoding="utf-8") for path in EXCEPTED}

    assert [path for path, text in texts.items() if not WORDS.search(text)] == []
