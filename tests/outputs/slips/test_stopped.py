"""Slips that somebody stops on the way: what is made is whole, and the same run makes the rest."""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.command_line import Run
from tests.outputs.quarters import maker
from xl_appraisal.doors.command_line import result_commands
from xl_appraisal.model.errors import Stopped
from xl_appraisal.outputs.slips.slip_folder import UNFINISHED
from xl_appraisal.outputs.slips.slip_run import write_slips


def files(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.suffix in (".xlsx", ".docx")]


def test_a_stopped_run_says_how_far_it_came_and_can_be_run_again(tmp_path: Path) -> None:
    """Of seven slips and the index three are made: five are left; run again, all eight."""

    def stop(done: int, _total: int) -> None:
        if done == 3:
            raise Stopped

    with pytest.raises(Stopped, match="已停止：已做完3个，其余5个没有做。"):
        write_slips(maker(), tmp_path, "xlsx", progress=stop)
    assert len(files(tmp_path)) == 3
    assert all(ZipFile(path).testzip() is None for path in files(tmp_path))
    listed = (tmp_path / UNFINISHED).read_text("utf-8-sig")
    assert all(path.name in listed for path in files(tmp_path))

    write_slips(maker(), tmp_path, "xlsx")
    assert len(files(tmp_path)) == 8
    assert not (tmp_path / UNFINISHED).exists()


def test_ctrl_c_on_the_command_line_tells_the_same(
    run: Callable[..., Run], demo_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A real SIGINT after two of 25 windows: exit code 2, 24 left with the index, two whole."""

    def interrupting() -> Callable[[int, int], None]:
        return lambda done, _total: signal.raise_signal(signal.SIGINT) if done == 2 else None

    handler = signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell may ignore it
    book, out = demo_folder / "2023Q1.xlsx", tmp_path / "明细"
    with monkeypatch.context() as patch:
        patch.setattr(result_commands, "_progress", interrupting)
        ran = run("slips", book, "--out", out)
    signal.signal(signal.SIGINT, handler)
    assert ran.code == 2
    assert "已停止：已做完2个，其余24个没有做。" in ran.err
    assert "错误" not in ran.err
    assert len(files(out)) == 2

    assert run("slips", book, "--out", out).code == 0
    assert len(files(out)) == 26
