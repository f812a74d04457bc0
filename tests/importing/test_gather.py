"""Files and folders named by staff: what is read, what is left aside and told."""

from __future__ import annotations

from pathlib import Path

import pytest

from xl_appraisal.model.errors import ImportFileError
from xl_appraisal.work.importing.source_files import gather


def test_a_folder_gives_its_tables_in_order_and_tells_the_rest(tmp_path: Path) -> None:
    """Not the marks of open files, not the workbook itself, not what lies deeper."""
    for name in ("乙.xlsx", "甲.CSV", "说明.docx", "~$乙.xlsx", ".lock", "2023Q2.xlsm"):
        (tmp_path / name).touch()
    (tmp_path / "旧").mkdir()
    files, told = gather([tmp_path], tmp_path / "2023Q2.xlsm")
    assert [file.name for file in files] == ["乙.xlsx", "甲.CSV"]
    assert told[1].endswith("2023Q2.xlsm、旧（文件夹）、说明.docx。")


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    """By itself and with its folder."""
    file = tmp_path / "甲.csv"
    file.touch()
    assert gather([file, tmp_path])[0] == [file]


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    """A mistyped path must not look like a department without lines."""
    with pytest.raises(ImportFileError, match="没有可导入的文件"):
        gather([tmp_path])
