"""Random notices of the second form: plain formulas come to the core's figures, or say why not."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.native.family_books import Made, differences, made_book, people_differences, shown_in
from tests.workbook.libreoffice import recalculated_copies
from xl_appraisal.model.errors import BookError

BOOKS = 10


def books(folder: Path, first: int) -> Iterator[Made]:
    """Workbooks of notices from that seed on, of those that formulas can say."""
    for seed in itertools.count(first):
        try:
            made = made_book(seed, folder)
        except BookError as error:
            assert "不能做成纯公式工作簿" in str(error)
            continue
        if made is not None:
            yield made


@pytest.mark.parametrize("first", [0, 200])
def test_random_notices_come_out_as_in_the_core(tmp_path: Path, first: int) -> None:
    """Modules, totals, ranks, awards and grades; a blank has its word on 自动核对."""
    made = list(itertools.islice(books(tmp_path, first), BOOKS))
    copies = recalculated_copies([one.path for one in made], tmp_path / "computed")
    refused: list[str] = []
    wrong = [
        told
        for one, copy in zip(made, copies, strict=True)
        for told in (
            *differences(one, shown_in(one, copy), refused),
            *people_differences(one, copy),
        )
    ]
    scored = [w for one in made for w in one.appraisal().windows if w.total is not None]

    assert wrong == []
    assert len(scored) > BOOKS
    assert len(refused) < len(scored) / 2
