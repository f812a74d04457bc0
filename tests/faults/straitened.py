"""``python -m tests.faults.straitened``: commands that may not write, or whose disk has no room.

    python -m tests.faults.straitened             # on any POSIX system; one part of the tests
    python -m tests.faults.straitened --mount     # as root: a small disk that is really full

Unlike in :mod:`tests.faults.steps` it is the system itself that refuses.  0 if nothing went wrong.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.faults.forked import Ended
from tests.faults.scenes import CENTRES, SCENES, Files, Scene, Stage
from tests.faults.trials import Player, Tally, clear

MAY_NOT = {
    "folder": {"recalc": 2, "import": 2, "close": 2, "slips": 2, "batch": 2},
    "file": {"recalc": 2, "import": 2, "close": 2, "batch": 1},
}
"""What is read-only → command → its exit code.

``slips`` writes no given file; ``batch`` goes on with the others and tells of those left, code 1.
"""
FULL = ("recalc", "import", "close", "slips", "annex")
_NOBODY = 65534
_PAGE, _DISK = 4096, "4m"
_SHARES = (0, 20, 50, 90)
"""Largest file that may be written, in hundredths of the largest that the command writes."""


def main() -> int:
    """Print a line for each command: what was tried, how often, what went wrong."""
    parser = argparse.ArgumentParser("python -m tests.faults.straitened")
    parser.add_argument("--mount", action="store_true", help="fill a small disk (root, Linux)")
    parser.add_argument("--json", action="store_true", help="a line of JSON for each")
    options = parser.parse_args()
    wrong = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)  # another user is to come in
        for what, tally in _mounted(folder) if options.mount else _anywhere(folder):
            wrong += len(tally.wrong)
            told = {"what": what, "scene": tally.scene, "trials": tally.trials}
            if options.json:
                print(json.dumps(told | {"wrong": tally.wrong}, ensure_ascii=False), flush=True)
            else:
                print(what, tally.scene, tally.trials, dict(tally.ended), *tally.wrong, flush=True)
    return 1 if wrong else 0


def _anywhere(folder: Path) -> Iterator[tuple[str, Tally]]:
    stage = Stage(folder)
    for what, codes in MAY_NOT.items():
        for name, code in codes.items():
            yield f"read-only {what}", _refused(stage, _scene(name), what, code)
    for name in FULL:
        yield "no room", _limited(Player(stage, _scene(name)))


def _scene(name: str) -> Scene:
    (found,) = (scene for scene in SCENES if scene.name == name)
    return found


def _refused(stage: Stage, scene: Scene, what: str, code: int) -> Tally:
    """Without the right to write: nothing changed, nothing left."""
    tally = Tally(scene.name, trials=1)
    stage.set(scene)
    stage.warm(scene)
    before = stage.set(scene)
    for path in (stage.folder, *stage.folder.rglob("*")):
        open_to_all, closed = (0o777, 0o555) if path.is_dir() else (0o666, 0o444)
        path.chmod(closed if path.is_dir() == (what == "folder") else open_to_all)
    ended = stage.play(scene, _as_nobody)
    for path in (stage.folder, *stage.folder.rglob("*")):
        path.chmod(0o777 if path.is_dir() else 0o666)
    tally.wrong += _wrong(stage, scene, ended, before, code)
    return tally


def _wrong(stage: Stage, scene: Scene, ended: Ended, before: Files, code: int) -> list[str]:
    wrong = []
    if ended.code != code or "Traceback" in ended.said:
        wrong.append(f"ended with {ended.code}: {ended.said[-600:]}")
    if not clear(ended.said):
        wrong.append(f"no clear message: {ended.said[-300:]}")
    if scene.name == "batch" and code == 1:
        wrong += [f"{name} is not told of" for name in CENTRES if name not in ended.said]
    now = stage.files()
    told = scene.summaries if code == 1 else ()
    for name in (now.keys() | before.keys()) - {*told}:
        if now.get(name) != before.get(name):
            wrong.append(f"{name} was changed or left")
    return wrong + [f"{path} was left" for path in stage.hidden()]


def _as_nobody() -> None:
    """Give up the rights of root, who may write anywhere; others have none to give up."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(_NOBODY)
        os.setuid(_NOBODY)


def _limited(player: Player) -> Tally:
    """No file of the process may be larger than so much: writing fails half-way."""
    tally = Tally(player.scene.name)
    new = (data for name, data in player.after.items() if data != player.before.get(name))
    largest = max(map(len, new))
    for share in _SHARES:
        size = largest * share // 100 + 1000  # room for what it says itself
        player.stage.set(player.scene)
        ended = player.stage.play(player.scene, _up_to(size))
        _judge(player, tally, ended, f"files up to {size} bytes", refused=size < largest)
    return tally


def _up_to(size: int) -> Callable[[], None]:
    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return limit


def _judge(player: Player, tally: Tally, ended: Ended, where: str, refused: bool) -> None:
    """As after an injected fault; and where there is no room it must have refused."""
    if refused and ended.code != 2:
        tally.wrong.append(f"{where}: not refused: {ended.code}: {ended.said[-300:]}")
    if ended.code == 2 and not clear(ended.said):
        tally.wrong.append(f"{where}: no clear message: {ended.said[-300:]}")
    player.judge(tally, ended, where)


def _mounted(folder: Path) -> Iterator[tuple[str, Tally]]:
    """A disk in memory, filled but for some pages: none, one, … until the command succeeds."""
    stage = Stage(folder)
    with _disk(folder / "disk") as disk:
        stage.folder = disk / "played"
        for name in FULL:
            yield "full disk", _filled(Player(stage, _scene(name)), disk / "filler")


def _filled(player: Player, filler: Path) -> Tally:
    tally = Tally(player.scene.name)
    for pages in range(1000):
        player.stage.set(player.scene)
        _fill(filler, pages)
        ended = player.stage.play(player.scene)
        filler.unlink()
        _judge(player, tally, ended, f"{pages} pages free", refused=pages == 0)
        if ended.code == player.code and player.stage.files() == player.after:
            return tally
    raise AssertionError("never room enough")


def _fill(filler: Path, pages: int) -> None:
    free = os.statvfs(filler.parent)
    filler.write_bytes(bytes(_PAGE * (free.f_bavail * free.f_frsize // _PAGE - pages)))


@contextmanager
def _disk(at: Path) -> Iterator[Path]:
    at.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={_DISK}", "none", str(at)]
    subprocess.run(mount, check=True, timeout=60)
    try:
        yield at
    finally:
        subprocess.run(["umount", str(at)], check=True, timeout=60)


if __name__ == "__main__":
    sys.exit(main())
