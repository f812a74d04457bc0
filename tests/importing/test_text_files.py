"""CSV files: encodings, delimiters, quotes, limits; equal text or a refusal, nothing between."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_appraisal.model import limits
from xl_appraisal.model.errors import ImportFileError
from xl_appraisal.work.importing.source_files import read_table

HEADER = ["窗口", "项目", "分值"]


def table(path: Path) -> list[list[str]]:
    """The file's rows as read, as lists of texts."""
    grid = read_table(path)
    return [
        [str(grid.value(row, column) or "") for column in range(1, grid.last_column + 1)]
        for row in range(1, grid.last_row + 1)
    ]


def refusal(path: Path, data: bytes) -> str:
    path.write_bytes(data)
    with pytest.raises(ImportFileError) as caught:
        read_table(path)
    return str(caught.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk", "gb2312"])
def test_every_usual_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    """UTF-8 with and without its mark, and what Chinese Excel saves as CSV."""
    path = tmp_path / "明细.csv"
    path.write_bytes("窗口,项目,分值\n税务,扣分,3\n".encode(encoding))

    assert table(path) == [HEADER, ["税务", "扣分", "3"]]


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_ends(tmp_path: Path, delimiter: str, end: str) -> None:
    """Comma, tab or semicolon is found by the header, whatever else the texts hold."""
    path = tmp_path / "t.csv"
    rows = [HEADER, ["税务", "迟到", "0.5"]]
    path.write_bytes(end.join(delimiter.join(row) for row in rows).encode())

    assert table(path) == rows


def test_the_header_decides_on_the_delimiter_not_the_commas_in_texts(tmp_path: Path) -> None:
    """A title full of commas above a table with semicolons."""
    path = tmp_path / "t.csv"
    path.write_text("一,二,三,四,五,六\n窗口;项目;分值\n税务;迟到,早退;1\n", encoding="utf-8")

    assert table(path)[1:] == [HEADER, ["税务", "迟到,早退", "1"]]


def test_a_heading_over_several_rows_decides_too(tmp_path: Path) -> None:
    """Each row names one column; together they are more than any sign within a text splits."""
    path = tmp_path / "t.txt"
    heading = [["单位", "考核情况", ""], ["", "本季度", "考核得分"], ["", "姓名", ""]]
    rows = [*heading, ["税务", "张三", "95,5"]]
    path.write_text("标题\n" + "\n".join("\t".join(row) for row in rows), encoding="utf-8")

    assert table(path)[1:] == rows


def test_quoted_fields_and_formulas_stay_text(tmp_path: Path) -> None:
    """Commas, quotes and line breaks within quotes; what begins with = is no formula."""
    path = tmp_path / "t.csv"
    path.write_text('窗口,事由,分值\n税务,"他说 ""是"",\n两行",=1+1\n', encoding="utf-8")

    grid = read_table(path)

    assert grid.value(2, 2) == '他说 "是",\n两行'
    assert grid.value(2, 3) == "=1+1"
    assert grid[2, 3].formula is None


FAULTS = {
    "空字符": (b"a,b\nc,\0d\n", ["第2行", "空字符", "另存为"]),
    "引号没有成对": ('窗口,分值\n税务,1\n残联,"2\n'.encode(), ["第3行", "双引号", "写两个"]),
    "引号后有文字": ('窗口,分值\n"税务"局,1\n'.encode(), ["第2行", "双引号"]),
    "没有标记的 UTF-16": ("窗口,分值".encode("utf-16-le"), ["第1行", "NUL", "另存为"]),
    "半个 UTF-16": ("窗口,分值".encode("utf-16")[:-1], ["UTF-16", "另存为"]),
    "全角逗号": ("窗口，模块，分值\n税务，业务规范，1\n".encode(), ["全角逗号“，”", "半角逗号"]),
    "两种编码都不是": (b"a,b\nc,\xff\xff\n", ["第2行", "不能识别", "另存为"]),
    "残缺的 UTF-8": (
        "窗口,分值\n税务,1\n残联".encode()[:-1] + b",2\n",
        ["第3行", "不能识别", "UTF-8"],
    ),
    "有标记的残缺 UTF-8": (b"\xef\xbb\xbfa,b\n\xb4\xb0\n", ["第2行", "UTF-8"]),
    "几行表头下的千位逗号": (
        "窗口,考核,\n,情况,数量\n,项目,\n税务,一,1,593\n".encode(),
        ["第4行有4栏", "表头只有3栏"],
    ),
    "未加引号的千位逗号": (
        "窗口,数量,分值\n税务,1,593,2\n".encode(),
        ["第2行有4栏", "表头只有3栏", "错位"],
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_cannot_be_read_is_refused_with_its_line(tmp_path: Path, name: str) -> None:
    """The line, what was found and what to do; never a guess."""
    data, parts = FAULTS[name]
    message = refusal(tmp_path / "t.csv", data)

    assert [part for part in parts if part not in message] == []


def test_all_faulty_lines_are_named_at_once(tmp_path: Path) -> None:
    """One look at the message is enough to mend the file."""
    message = refusal(tmp_path / "t.csv", b"a,\0\nb,1\nc,\0\n")

    assert "有 2 处" in message
    assert "第1行" in message
    assert "第3行" in message


def test_a_rest_of_blank_fields_in_blank_rows_does_no_harm(tmp_path: Path) -> None:
    """Spreadsheets fill blank rows with commas."""
    path = tmp_path / "t.csv"
    path.write_text("窗口,分值\n税务,1\n,,,\n", encoding="utf-8")

    assert table(path)[:2] == [["窗口", "分值"], ["税务", "1"]]


LIMITS = {
    "MAX_LINE": (20, "窗口,分值\n税务,1234567890123456789\n", "第2行有22个字符"),
    "MAX_ROWS": (2, "窗口,分值\n税务,1\n残联,2\n", "超过2行"),
    "MAX_COLUMNS": (2, "窗口,分值,a\n", "第1行有3栏"),
    "MAX_TEXT_UNITS": (5, "窗口,分值\n税务,𠀀𠀀𠀀\n", "第2行第2栏有6个字符"),
}


@pytest.mark.parametrize("name", LIMITS)
def test_sizes_have_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """What is larger than any table is refused, with the limit."""
    most, text, part = LIMITS[name]
    monkeypatch.setattr(limits, name, most)

    assert part in refusal(tmp_path / "t.csv", text.encode())


def test_a_file_beyond_the_size_limit_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The limit is told in MiB."""
    monkeypatch.setattr(limits, "MAX_TEXT_FILE_BYTES", limits.MIB)

    assert "超过1 MiB" in refusal(tmp_path / "t.csv", b"a" * (limits.MIB + 1))


def test_a_cell_longer_than_csv_takes_is_refused(tmp_path: Path) -> None:
    """Python's own limit of a field is met before ours."""
    data = b'a,"' + b"x\n" * 100_000 + b'"\n'

    assert "一格的文字太长" in refusal(tmp_path / "t.csv", data)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    """With words that name the path."""
    for path in (tmp_path / "没有.csv", tmp_path):
        with pytest.raises(ImportFileError, match="没有这个文件"):
            read_table(path)


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
ROWS = st.lists(st.lists(TEXT, min_size=3, max_size=3), max_size=5)


@given(
    rows=ROWS,
    delimiter=st.sampled_from(",\t;"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "gb18030"]),
    end=st.sampled_from(["\n", "\r\n"]),
    quoting=st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
)
def test_any_text_is_read_equal_or_refused(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[list[str]],
    delimiter: str,
    encoding: str,
    end: str,
    quoting: int,
) -> None:
    """A CSV of arbitrary texts under a known header: nothing is lost, changed or moved."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=quoting)  # type: ignore[arg-type]
    writer.writerows([HEADER, *rows])
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(out.getvalue().encode(encoding))
    try:
        grid = read_table(path)
    except ImportFileError:
        assert any("\0" in text for row in rows for text in row) or encoding == "gb18030"
        return

    expected = {
        (row, column): text
        for row, texts in enumerate([HEADER, *rows], 1)
        for column, text in enumerate(texts, 1)
        if text
    }
    assert {ref: cell.value for ref, cell in grid.cells.items()} == expected


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    """Whatever a file holds, there is a grid of texts or a refusal in Chinese."""
    path = tmp_path_factory.getbasetemp() / "bytes.csv"
    path.write_bytes(data)
    try:
        grid = read_table(path)
    except ImportFileError as error:
        assert error.faults
        return
    assert all(type(cell.value) is str and cell.formula is None for cell in grid.cells.values())
