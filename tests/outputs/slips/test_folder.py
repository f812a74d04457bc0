"""The folder of slips: complete or saying so itself, and nobody else's file touched."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.outputs.quarters import maker
from xl_appraisal.model.errors import BookError
from xl_appraisal.outputs.slips import slip_folder as folder_module
from xl_appraisal.outputs.slips.slip_folder import (
    JOURNAL,
    MOST_BYTES,
    UNFINISHED,
    SlipFolder,
    file_names,
    safe_name,
)
from xl_appraisal.outputs.slips.slip_run import Written, write_slips


def written(folder: Path, kind: str = "xlsx") -> Written:
    return write_slips(maker(), folder, kind)  # type: ignore[arg-type]


def seen(folder: Path) -> dict[str, bytes]:
    """What a person sees in the folder."""
    return {p.name: p.read_bytes() for p in folder.iterdir() if not p.name.startswith(".")}


def test_a_run_writes_one_file_for_each_window_and_the_index(tmp_path: Path) -> None:
    """Seven windows, eight files, nothing that says 未完成."""
    done = written(tmp_path / "新" / "文件夹")

    assert len(done.files) == 7
    assert set(seen(done.folder)) == {*done.files, done.index}


def test_running_again_replaces_its_own_files_only(tmp_path: Path) -> None:
    """The same contents give the same bytes; a file of somebody else stays."""
    written(tmp_path)
    before = seen(tmp_path)
    (tmp_path / "会议纪要.docx").write_bytes(b"mine")
    written(tmp_path)

    assert seen(tmp_path) == before | {"会议纪要.docx": b"mine"}


def test_a_slip_that_somebody_changed_is_not_replaced(tmp_path: Path) -> None:
    """Refused before anything is written, naming the file; all others stay as they were."""
    done = written(tmp_path)
    (tmp_path / done.files[2]).write_bytes(b"changed by hand")
    before = seen(tmp_path)

    with pytest.raises(BookError, match=f"有人改过：{done.files[2]}") as refused:
        written(tmp_path)

    assert seen(tmp_path) == before
    assert "没有写入任何文件" in str(refused.value)


def test_a_file_of_the_same_name_from_elsewhere_is_not_replaced(tmp_path: Path) -> None:
    """Such as last quarter's folder copied over, without its journal."""
    done = written(tmp_path)
    (tmp_path / JOURNAL).unlink()

    with pytest.raises(BookError, match="等8个"):
        written(tmp_path)
    assert len(seen(tmp_path)) == len(done.files) + 1


def test_another_format_in_the_same_folder_stays(tmp_path: Path) -> None:
    """Word and Excel side by side, each run again."""
    excel, word = written(tmp_path, "xlsx"), written(tmp_path, "docx")
    written(tmp_path, "xlsx")

    assert len(seen(tmp_path)) == 2 * 8
    assert {excel.index, word.index} <= set(seen(tmp_path))


def test_the_slip_of_a_window_that_is_gone_goes_too(tmp_path: Path) -> None:
    """A renamed window's old slip must not be sent; one changed by hand is kept."""
    names = ["甲.docx", "旧名.docx", "改过.docx"]
    first = SlipFolder(tmp_path, names)
    first.begin()
    for name in names:
        first.put(name, name.encode())
    first.finish()
    (tmp_path / "改过.docx").write_bytes(b"by hand")
    second = SlipFolder(tmp_path, ["甲.docx", "新名.docx"])
    second.begin()
    for name in second.names:
        second.put(name, b"new")

    assert second.finish() == ("旧名.docx",)
    assert set(seen(tmp_path)) == {"甲.docx", "新名.docx", "改过.docx"}


@pytest.mark.parametrize("number", [0, 3, 7], ids=["first", "midway", "index"])
def test_a_run_that_breaks_off_says_so_and_can_be_repeated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """A full disk at any file: every file is whole, 未完成.txt names what is done."""
    whole = folder_module.write_whole
    _stop_at(monkeypatch, number)
    with pytest.raises(BookError, match=f"共8个文件，已完成{number}个"):
        written(tmp_path)

    told = (tmp_path / UNFINISHED).read_text(encoding="utf-8-sig").splitlines()
    assert len(told) == 2 + number
    assert set(told[2:]) == set(seen(tmp_path)) - {UNFINISHED}

    monkeypatch.setattr(folder_module, "write_whole", whole)
    assert len(seen(written(tmp_path).folder)) == 8


def _stop_at(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    whole: Callable[[Path, bytes], None] = folder_module.write_whole
    files = iter(range(100))

    def failing(path: Path, data: bytes) -> None:
        if path.suffix == ".xlsx" and next(files) == number:
            raise BookError("磁盘已满")
        whole(path, data)

    monkeypatch.setattr(folder_module, "write_whole", failing)


def test_a_broken_journal_makes_every_file_a_stranger(tmp_path: Path) -> None:
    """No crash, no path out of the folder, nothing replaced."""
    done = written(tmp_path)
    other = tmp_path.parent / "other.xlsx"
    other.write_bytes(b"mine")
    (tmp_path / JOURNAL).write_bytes(b"\xff\x00\n\t\nabc\t../other.xlsx\nabc")

    with pytest.raises(BookError, match="没有写入任何文件"):
        written(tmp_path)
    assert other.read_bytes() == b"mine"
    assert len(seen(tmp_path)) == len(done.files) + 1


@pytest.mark.parametrize(
    ("window", "expected"),
    [
        ("公安出入境", "公安出入境"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ('税务:一/二\\"三"?*<>|', "税务_一_二__三______"),
        (" .隐藏. ", "隐藏"),
        ("~$临时", "临时"),
        ("上\n下\t左\x00右\u202e", "上 下 左右"),
        ("...", "未命名窗口"),
        ("", "未命名窗口"),
    ],
)
def test_file_names_are_safe_everywhere(window: str, expected: str) -> None:
    """No separators, no control characters, nothing hidden, nothing Windows refuses."""
    assert safe_name(window) == expected


def test_long_names_are_cut_between_characters() -> None:
    """255 bytes are what Linux takes; a Chinese character has three."""
    assert safe_name("窗" * 300) == "窗" * (MOST_BYTES // 3)


def test_names_that_one_system_takes_for_the_same_are_numbered() -> None:
    """Case and composition: é is one character or two."""
    given = file_names(("A窗口", "a窗口", "a窗口", "é", "e\u0301"), ".docx")
    assert given == ["A窗口.docx", "a窗口（2）.docx", "a窗口（3）.docx", "é.docx", "é（2）.docx"]
