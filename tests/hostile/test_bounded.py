"""Small files that cost much before: memory in proportion to the bytes, counted, not timed."""

from __future__ import annotations

import os
import tracemalloc
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.command_line import Run
from tests.ooxml.books import MAIN, book, parts, sheet_xml, zipped
from xl_appraisal.book.new import build_workbook
from xl_appraisal.files.disk import read_file
from xl_appraisal.hosts import FileHost
from xl_appraisal.model.limits import MAX_MERGED_CELLS, MAX_MERGES
from xl_appraisal.model.rulebook import load_rulebook
from xl_appraisal.ooxml import Workbook, XlsxError
from xl_appraisal.work.desk import appraise_host

Command = Callable[..., Run]
MIB = 1 << 20
ROW = '<row r="1"><c r="A1"><v>1</v></c></row>'


def peak(work: Callable[[], Any]) -> int:
    """The most bytes that Python held at once while it worked, beyond what it held before."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def read(path: Path) -> None:
    Workbook.open(path).grid("排名")


def merged(folder: Path, refs: list[str]) -> Path:
    inside = "".join(f'<mergeCell ref="{ref}"/>' for ref in refs)
    return book(folder, ROW, after=f"<mergeCells>{inside}</mergeCells>")


def test_reading_a_file_asks_for_no_more_than_its_size(tmp_path: Path) -> None:
    """It asked for 512 MiB for each file once, which Windows hands out at once."""
    path = tmp_path / "a.xlsx"
    for size in (0, 1_000, MIB, 3 * MIB + 1):
        path.write_bytes(b"x" * size)
        assert read_file(str(path))[0] == b"x" * size
        assert peak(lambda: read_file(str(path))) < 3 * size + MIB


def test_a_file_that_grew_after_it_was_looked_at_is_read_to_its_end() -> None:
    """What the system says of a size is a hint: /proc says 0 of a file that has something in it."""
    if os.path.exists("/proc/self/status"):  # noqa: PTH110
        assert b"Name:" in read_file("/proc/self/status")[0]
    assert read_file(__file__)[0] == Path(__file__).read_bytes()


@pytest.mark.parametrize(
    ("refs", "found"),
    [
        (["A2:A1048576"], "合并单元格太多或太大"),
        (["A2:XFD20"], "合并单元格太多或太大"),
        ([f"B{n}:C{n}" for n in range(2, MAX_MERGES + 3)], "合并单元格太多或太大"),
    ],
    ids=["a column", "a block", "many"],
)
def test_merges_that_no_table_has_are_refused(refs: list[str], found: str, tmp_path: Path) -> None:
    """With the cell, the limit and what to do; before anything is made of their cells."""
    path = merged(tmp_path, refs)

    def refuse() -> None:
        with pytest.raises(XlsxError, match=found) as refused:
            read(path)
        assert "请取消不需要的合并" in str(refused.value)
        assert "单元格 " in refused.value.where

    assert peak(refuse) < 40 * path.stat().st_size + 20 * MIB


def test_merges_up_to_the_limits_are_read(tmp_path: Path) -> None:
    """A ledger with a merge for each window; one area over many rows; the same one many times."""
    refs = [f"A{n}:B{n}" for n in range(2, MAX_MERGES + 2)]
    assert len(Workbook.open(merged(tmp_path, refs)).grid("排名").merges) == MAX_MERGES
    tall = f"C2:C{MAX_MERGED_CELLS + 1}"
    assert len(Workbook.open(merged(tmp_path, [tall] * 200)).grid("排名").merges) == 1


def test_memory_for_shared_texts_grows_with_their_number(tmp_path: Path) -> None:
    """Half a million empty ones: some bytes each; and past the limit they are refused."""

    def with_strings(count: int) -> Path:
        strings = f'<sst xmlns="{MAIN}">' + "<si/>" * count + "</sst>"
        path = tmp_path / f"{count}.xlsx"
        row = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
        path.write_bytes(zipped(parts(sheet_xml(row), sharedStrings=strings)))
        return path

    few, many = 50_000, 500_000
    paths = {count: with_strings(count) for count in (few, many)}
    at = {count: peak(partial(read, path)) for count, path in paths.items()}
    assert at[many] < 40 * many
    assert at[many] < 12 * at[few]


def test_more_shared_texts_than_any_workbook_has_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message says how many are taken."""
    monkeypatch.setattr("xl_appraisal.ooxml.shared_parts.MAX_STRINGS", 3)
    strings = f'<sst xmlns="{MAIN}">' + "<si><t>甲</t></si>" * 4 + "</sst>"
    path = tmp_path / "strings.xlsx"
    row = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    path.write_bytes(zipped(parts(sheet_xml(row), sharedStrings=strings)))
    with pytest.raises(XlsxError, match="最多 3 条"):
        Workbook.open(path).grid("排名")


def test_a_name_that_stands_thousands_of_times_is_told_in_proportion(tmp_path: Path) -> None:
    """Each of its rows has its finding, and each finding names few of the others."""
    lengths = {}
    for count in (200, 400):
        names = ["甲窗口"] * count
        path = tmp_path / f"{count}.xlsx"
        build_workbook(path, load_rulebook(), names, quarter="2023Q1")
        findings = appraise_host(FileHost(path)).appraisal.findings
        told = [str(finding) for finding in findings if finding.code == "window_repeated"]
        assert len(told) == count
        assert all(f"等{count}行重复出现" in text for text in told)
        lengths[count] = sum(map(len, told))
    assert lengths[400] < 2.2 * lengths[200]


def test_too_little_memory_ends_with_a_sentence(
    run: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit code 2, what to do, no traceback; the workbook is as it was."""

    def full(*_: object) -> None:
        raise MemoryError

    path = book(tmp_path, ROW)
    before = path.read_bytes()
    monkeypatch.setattr(Workbook, "open", full)
    ran = run("recalc", path)
    assert ran.code == 2
    assert "内存不够" in ran.err
    assert "Traceback" not in ran.err
    assert path.read_bytes() == before
