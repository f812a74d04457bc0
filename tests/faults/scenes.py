"""The commands that write, each with the folder it works in, and what may be found there after."""

from __future__ import annotations

import gc
import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from tests.faults.forked import Ended, run
from xl_appraisal.book.sheets import RULES
from xl_appraisal.doors.command_line import main
from xl_appraisal.files.backups import FOLDER, backups_of
from xl_appraisal.hosts import FileHost
from xl_appraisal.model.grid import parse_a1
from xl_appraisal.outputs import batch_summary as told
from xl_appraisal.outputs.slips.slip_folder import JOURNAL, UNFINISHED
from xl_appraisal.work.batch import batch_run as record

_DATA = Path(__file__).parents[2] / "xl_appraisal" / "demo_data"
_WINDOWS = ("公安出入境", "残联", "税务")
_MORE = "window,column,module,points\n税务,c48,评价管理,1\n残联,c47,业务规范,2\n"
_LEFT_OVER = re.compile(r"\..*\.\d+-[0-9a-f]{8}\.tmp")
_GOES_ON = {JOURNAL, record.NAME, record.LOCK}
"""Hidden files by which the next run knows how far a stopped one came."""
_QUARTER = parse_a1("B4")  # of 规则

Files = dict[str, bytes]


@dataclass(frozen=True)
class Scene:
    """A command in ``folder``: ``files`` it starts from (name → which of the made books).

    ``notes`` names files that say how far a run came: their contents may be anything in between.
    ``summaries`` tell of a run and so differ with what stood there before it; they must be whole.
    ``keeps`` names the workbooks that a backup is left of when they are replaced.
    """

    name: str
    files: dict[str, str]
    arguments: tuple[str, ...]
    notes: tuple[str, ...] = ()
    summaries: tuple[str, ...] = ()
    keeps: tuple[str, ...] = ()


BOOK = "2023Q1.xlsx"
PROVINCE = "全省"
CENTRES = tuple(f"{PROVINCE}/中心{number}/{BOOK}" for number in (1, 2))
SCENES = (
    Scene("recalc", {BOOK: "filled"}, ("recalc", BOOK), keeps=(BOOK,)),
    Scene(
        "import",
        {BOOK: "computed", "明细.csv": "more"},
        ("import", BOOK, "--ledger", "明细.csv"),
        keeps=(BOOK,),
    ),
    Scene("close", {BOOK: "computed"}, ("close", BOOK), keeps=(BOOK,)),
    Scene("reopen", {BOOK: "closed"}, ("reopen", BOOK, "--reason", "更正"), keeps=(BOOK,)),
    Scene(
        "restore",
        {BOOK: "computed", "旧.xlsx": "filled"},
        ("restore", BOOK, "1"),
        keeps=(BOOK,),
    ),
    Scene(
        "batch",
        dict.fromkeys(CENTRES, "filled"),
        ("batch", PROVINCE, "--jobs", "1"),
        summaries=(f"{PROVINCE}/{told.BOOK}", f"{PROVINCE}/{told.JSON}"),
        keeps=CENTRES,
    ),
    Scene(
        "slips",
        {BOOK: "computed"},
        ("slips", BOOK, "--out", "明细", "--format", "xlsx"),
        notes=(f"明细/{UNFINISHED}",),
    ),
    Scene(
        "annex",
        {BOOK: "computed", "附件.docx": "filled"},
        ("annex", BOOK, "--to", "附件.docx", "--overwrite", "--no-origin"),
    ),
    Scene(
        "charts",
        {BOOK: "computed", "图表.xlsx": "filled"},
        ("charts", BOOK, "--out", "图表.xlsx", "--overwrite"),
    ),
    Scene(
        "diff",
        {BOOK: "computed", "旧.xlsx": "filled"},
        ("diff", "旧.xlsx", BOOK, "--out", "差别.xlsx"),
    ),
    Scene("new", {"窗口.txt": "names"}, ("new", BOOK, "--windows", "窗口.txt")),
    Scene("new --from", {BOOK: "computed"}, ("new", "2023Q2.xlsx", "--from", BOOK)),
    Scene(
        "year",
        {BOOK: "computed", "2023Q2.xlsx": "later"},
        ("year", BOOK, "2023Q2.xlsx", "--out", "2023.xlsx"),
    ),
)


class Stage:
    """The books that scenes start from, made once, and a folder to play a scene in."""

    def __init__(self, folder: Path) -> None:
        self._made = folder / "made"
        self.said = folder / "said.txt"
        self.folder = folder / "played"
        self._made.mkdir()
        self._make()

    def _make(self) -> None:
        made = self._made
        (made / "names").write_text("\n".join(_WINDOWS), "utf-8")
        (made / "more").write_text(_MORE, "utf-8")
        table, ledger = (str(self._some_of(kind)) for kind in ("table", "ledger"))
        at = {name: str(made / f"{name}.xlsx") for name in ("filled", "computed", "closed")}
        self._do("new", at["filled"], "--windows", table, "--quarter", "2023Q1")
        self._do("import", at["filled"], "--table", table, "--ledger", ledger, "--no-backup")
        self._do("recalc", at["filled"], "--out", at["computed"])
        shutil.copy(at["computed"], at["closed"])
        self._do("close", at["closed"], "--no-backup")
        later = FileHost(at["computed"])
        later.write(RULES, {_QUARTER: "2023Q2"})
        later.save(made / "later.xlsx")

    def _some_of(self, kind: str) -> Path:
        """The lines of a few windows of the published quarter, header first."""
        header, *lines = (_DATA / f"2023Q1-{kind}.csv").read_text("utf-8").splitlines()
        some = [line for line in lines if not {*line.split(",")[:2]}.isdisjoint(_WINDOWS)]
        path = self._made / f"{kind}.csv"
        path.write_text("\n".join([header, *some]), "utf-8")
        return path

    def _do(self, *arguments: str) -> None:
        with redirect_stdout(io.StringIO()) as said, redirect_stderr(said):
            code = main(arguments)
        assert code in (0, 1), said.getvalue()

    def set(self, scene: Scene) -> Files:
        """The scene's folder as it is before the command, and what is in it."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        for name, made in scene.files.items():
            target = self.folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            source = self._made / made
            shutil.copy(source if source.exists() else source.with_suffix(".xlsx"), target)
        if scene.name == "restore":
            backups = self.folder / FOLDER / BOOK
            backups.mkdir(parents=True)
            shutil.move(self.folder / "旧.xlsx", backups / "20230401-080000-000000.xlsx")
        return self.files()

    def warm(self, scene: Scene) -> None:
        """Run the scene in this very process, so that those forked from it find all loaded."""
        self._do(*self._arguments(scene))
        gc.collect()
        gc.freeze()

    def play(
        self,
        scene: Scene,
        prepare: Callable[[], object] = lambda: None,
        delay: float | None = None,
    ) -> Ended:
        """Run the scene's command in its folder."""
        return run(self._arguments(scene), self.said, prepare, delay)

    def _arguments(self, scene: Scene) -> list[str]:
        return [
            str(self.folder / word) if self._is_path(word) else word for word in scene.arguments
        ]

    @staticmethod
    def _is_path(word: str) -> bool:
        return word.endswith((".xlsx", ".csv", ".docx", ".txt")) or word in ("明细", PROVINCE)

    def files(self) -> Files:
        """All files that staff see, by path in the folder."""
        return {
            str(path.relative_to(self.folder)): path.read_bytes()
            for path in sorted(self.folder.rglob("*"))
            if path.is_file() and not _hidden(path.relative_to(self.folder))
        }

    def hidden(self) -> list[Path]:
        """All other files, relative to the folder."""
        found = (path.relative_to(self.folder) for path in sorted(self.folder.rglob("*")))
        return [path for path in found if _hidden(path) and (self.folder / path).is_file()]


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def faults_of(stage: Stage, scene: Scene, before: Files, after: Files) -> list[str]:
    """What is wrong in the folder: files neither old nor new, strange or broken hidden files."""
    now = stage.files()
    told_of_runs = {*scene.notes, *scene.summaries}
    found = [
        f"{name} is neither the old file nor the new one"
        for name in sorted((before.keys() | after.keys() | now.keys()) - told_of_runs)
        if now.get(name) not in (before.get(name), after.get(name))
    ]
    found += [f"{name} is not whole" for name in scene.summaries if not _whole(name, now)]
    unsaid = scene.name == "slips" and not any(note in now for note in scene.notes)
    if unsaid and now not in (before, after):
        found.append("a folder of slips that is not complete does not say so")
    for name in scene.keeps:
        if now.get(name) != before[name] and before[name] not in _restorable(stage, name):
            found.append(f"restore does not find the old {name}")
    return found + _strange(stage, before, after)


def _strange(stage: Stage, before: Files, after: Files) -> list[str]:
    """Hidden files that are neither whole backups nor what the next run goes on from."""
    found = []
    for path in stage.hidden():
        if FOLDER in path.parts:
            whole = (stage.folder / path).read_bytes() in {*before.values(), *after.values()}
            known = "20230401-080000" in path.name or _LEFT_OVER.fullmatch(path.name)
            if not whole and not known:
                found.append(f"the backup {path} is no state of the workbook")
        elif not _LEFT_OVER.fullmatch(path.name) and path.name not in _GOES_ON:
            found.append(f"{path} was left behind")
    return found


def done(scene: Scene, files: Files, after: Files) -> bool:
    """Whether all is as the command leaves it; its summaries are there, whatever they tell."""
    return files.keys() == after.keys() and all(
        files[name] == after[name] for name in after if name not in scene.summaries
    )


def unfinished(stage: Stage) -> list[str]:
    """What a batch leaves only when it was stopped."""
    return [str(path) for path in stage.hidden() if path.name in (record.NAME, record.LOCK)]


def _whole(name: str, files: Files) -> bool:
    """A file that is not there is none that is broken."""
    if name not in files:
        return True
    try:
        if name.endswith(".json"):
            return bool(json.loads(files[name]))
        return zipfile.ZipFile(io.BytesIO(files[name])).testzip() is None
    except (ValueError, zipfile.BadZipFile):
        return False


def _restorable(stage: Stage, name: str) -> set[bytes]:
    """The states that the command restore lists."""
    return {Path(one.path).read_bytes() for one in backups_of(str(stage.folder / name))}


def left_over(stage: Stage) -> int:
    """Temporary files that a killed run left."""
    return sum(1 for path in stage.hidden() if _LEFT_OVER.fullmatch(path.name))
