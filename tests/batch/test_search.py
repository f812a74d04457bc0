"""Which workbooks a batch finds, and where each goes."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.command_line import Run
from xl_appraisal.model.errors import BookError
from xl_appraisal.work.batch.find_books import find_tasks


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def touch(*names: str) -> None:
    for name in names:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).touch()


def pairs(places: list[str], out: str | None = None) -> dict[str, str]:
    tasks = find_tasks([Path(place) for place in places], Path(out) if out else None)
    return {Path(task.source).as_posix(): Path(task.target).as_posix() for task in tasks}


def test_workbooks_below_a_folder_in_order_and_nothing_else() -> None:
    """Both kinds, in any case; no owner files, hidden files and folders, summaries, others."""
    touch("p/b/2.xlsx", "p/a/1.xlsm", "p/a/3.XLSX", "p/0.xlsx")
    touch("p/~$0.xlsx", "p/.0.xlsx", "p/.git/0.xlsx", "p/0.xls", "p/0.csv", "p/批量计算汇总.xlsx")
    Path("p/folder.xlsx").mkdir()

    found = ["p/0.xlsx", "p/a/1.xlsm", "p/a/3.XLSX", "p/b/2.xlsx"]
    assert list(pairs(["p"])) == found
    assert pairs(["p"]) == {name: name for name in found}


def test_what_the_product_makes_of_workbooks_is_left_out_whatever_its_name(
    demo_folder: Path, run: Callable[..., Run]
) -> None:
    """Comparison, charts, annex, slips beside the two workbooks that they were made of."""
    shutil.copyfile(demo_folder / "2023Q1.xlsx", "1.xlsx")
    shutil.copyfile(demo_folder / "2023Q1.xlsx", "2.xlsx")
    made = [
        ("diff", "1.xlsx", "2.xlsx", "--out", "甲.xlsx"), ("charts", "1.xlsx", "--out", "乙.xlsx"),
        ("annex", "1.xlsx", "--to", "丙.xlsx"),
        ("slips", "1.xlsx", "--format", "xlsx", "--out", "丁"),
    ]  # fmt: skip
    assert [run(*command).code for command in made] == [0] * len(made)
    assert all(Path(command[-1]).exists() for command in made)
    assert list(pairs(["."])) == ["1.xlsx", "2.xlsx"]


@pytest.mark.parametrize(
    ("places", "wanted"),
    [
        (["p"], {"p/a/1.xlsx": "out/a/1.xlsx", "p/b/1.xlsx": "out/b/1.xlsx"}),
        (["p/a"], {"p/a/1.xlsx": "out/1.xlsx"}),
        (["p/a", "p/b"], {"p/a/1.xlsx": "out/a/1.xlsx", "p/b/1.xlsx": "out/b/1.xlsx"}),
        (["p/a", "q/a"], {"p/a/1.xlsx": "out/p/a/1.xlsx", "q/a/1.xlsx": "out/q/a/1.xlsx"}),
        (["p/a/1.xlsx"], {"p/a/1.xlsx": "out/1.xlsx"}),
        (["p/a/1.xlsx", "q/a"], {"p/a/1.xlsx": "out/p/a/1.xlsx", "q/a/1.xlsx": "out/q/a/1.xlsx"}),
        (["p/../p/a", "p/b"], {"p/../p/a/1.xlsx": "out/a/1.xlsx", "p/b/1.xlsx": "out/b/1.xlsx"}),
        (["p/a", "p/a/1.xlsx", "p/a/../a"], {"p/a/1.xlsx": "out/1.xlsx"}),
    ],
)
def test_same_names_in_several_folders_stay_apart(
    places: list[str], wanted: dict[str, str]
) -> None:
    """Below ``out`` a workbook has its path from what the folders have in common."""
    touch("p/a/1.xlsx", "p/b/1.xlsx", "q/a/1.xlsx")
    assert pairs(places, "out") == wanted


def test_results_are_not_searched_and_never_leave_out() -> None:
    """``out`` inside the folder; a folder above this one."""
    touch("p/a/1.xlsx", "p/out/a/1.xlsx")
    assert pairs(["p"], "p/out") == {"p/a/1.xlsx": "p/out/a/1.xlsx"}
    os.chdir("p")
    assert pairs(["../p/a", "."], "out") == {"../p/a/1.xlsx": "out/a/1.xlsx"}


def test_out_that_is_the_folder_itself_means_in_place() -> None:
    """Whatever way it is written."""
    touch("p/1.xlsx")
    assert pairs(["p"], "p/../p") == {"p/1.xlsx": "p/1.xlsx"}


def test_a_workbook_reached_by_two_ways_is_done_once(here: Path) -> None:
    """A folder and one in it; a link to a workbook; a link that goes round in circles."""
    touch("p/a/1.xlsx")
    Path("p/link.xlsx").symlink_to(here / "p/a/1.xlsx")
    Path("p/round").symlink_to(here / "p", target_is_directory=True)
    assert list(pairs(["p", "p/a"])) == ["p/link.xlsx"]


def test_a_folder_that_cannot_be_read_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its workbooks would be missing from the summary, and nobody would know."""
    touch("p/a/1.xlsx", "p/b/1.xlsx")
    scan = os.scandir

    def refused(path: str) -> Iterator[os.DirEntry[str]]:
        if Path(path).name == "b":
            raise PermissionError(13, "Permission denied", path)
        return scan(path)

    monkeypatch.setattr(os, "scandir", refused)
    with pytest.raises(BookError, match="b：不能读取这个文件夹"):
        find_tasks([Path("p")])
