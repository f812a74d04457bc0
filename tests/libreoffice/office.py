"""One headless soffice for the whole test session: it is started once and can never hang it.

Whatever asks it something does so within :meth:`Office.limit`: when the time is over the process
is killed, the call that waits fails, and the next test starts a new one.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import xlwings as xw

from xl_appraisal.hosts import calc as calc_engine
from xl_appraisal.hosts import programs

START_LIMIT = 180.0  # seconds; it takes one or two, and far more on a busy machine
CALL_LIMIT = 600.0  # seconds for what one test asks of it; against hanging, not a measure


class Office:
    """A soffice with a profile of its own in ``folder``; started when first asked for."""

    def __init__(self, folder: Path, profile: Path | None = None, *, headless: bool = True) -> None:
        self.folder = folder
        self.profile = profile or folder / "profile"
        self.log = folder / "soffice.log"
        self._shown = ("--headless",) if headless else ()
        self.alerts: list[str] = []
        self._process: subprocess.Popen[bytes] | None = None
        self._engine: xw.Engine | None = None

    @property
    def engine(self) -> xw.Engine:
        """The engine of the running program; one that died is started anew."""
        if self._engine is None or self._process is None or self._process.poll() is not None:
            self.start()
        assert self._engine is not None
        return self._engine

    @property
    def context(self) -> Any:
        """UNO's component context of the running program."""
        return self.engine.impl.context

    def start(self) -> None:
        """Start the program and connect to it.  Raises with its own words where it does not."""
        self.stop()
        program = shutil.which("soffice")
        assert program, "these tests need LibreOffice: soffice is not on the PATH"
        pipe = f"xl_appraisal_{os.getpid()}_{uuid.uuid4().hex[:8]}"
        self.folder.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:  # a file: an inherited pipe has hung before
            self._process = subprocess.Popen(
                (program, *self._shown, *_options(self.profile, pipe)),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=programs.environment(),
                start_new_session=True,  # so that it ends with all that it started
            )
        try:
            with self.limit(START_LIMIT):
                context = calc_engine.connect(pipe, START_LIMIT - 5)
                self._engine = calc_engine.engine(
                    context, pid=self._process.pid, hidden=True, macros=False
                )
        except Exception as error:
            self.stop()
            raise RuntimeError(f"{error}\n{self.log.read_text(errors='replace')}") from error
        self._engine.impl.alerts = self._alerted

    def stop(self) -> None:
        """End the program that was started here, and no other."""
        process, self._process, self._engine = self._process, None, None
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(10)

    @contextlib.contextmanager
    def limit(self, seconds: float = CALL_LIMIT) -> Iterator[None]:
        """Kill the program when what is asked of it takes longer: the caller gets an error."""
        process = self._process
        over = threading.Timer(seconds, _kill, (process,))
        over.daemon = True
        over.start()
        try:
            yield
        finally:
            over.cancel()

    def open(self, path: Path) -> xw.Book:
        """A workbook opened in the program, without a window and without its macros."""
        app = self.engine.apps.active
        assert app is not None
        return app.books.open(path)

    def close_all(self) -> None:
        """Close every workbook; a program that cannot is ended."""
        if self._engine is None or self._process is None or self._process.poll() is not None:
            return
        try:
            app = self._engine.apps.active
            assert app is not None
            for book in list(app.books):
                book.close()
        except Exception:
            self.stop()

    def _alerted(self, prompt: str, _title: str) -> str:
        self.alerts.append(prompt)
        return "ok"


@contextlib.contextmanager
def active(engine: xw.Engine) -> Iterator[None]:
    """Let the engine be xlwings' active one; afterwards everything is as it was."""
    engines = xw.engines
    before = engines.active, engines.engines[:], dict(engines.engines_by_name)
    engines.add(engine)
    engine.activate()
    try:
        yield
    finally:
        engines.active, engines.engines, engines.engines_by_name = before
        if hasattr(xw.Book, "_mock_caller"):
            del xw.Book._mock_caller


@contextlib.contextmanager
def running() -> Iterator[Office]:
    """A soffice for as long as it is needed; its folder goes with it."""
    with tempfile.TemporaryDirectory(prefix="office", ignore_cleanup_errors=True) as folder:
        office = Office(Path(folder))
        try:
            yield office
        finally:
            office.stop()


def until(condition: Any, seconds: float = 120.0) -> bool:
    """Whether the condition comes true in time."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def _options(profile: Path, pipe: str) -> Sequence[str]:
    return (
        "--norestore",
        "--nologo",
        "--nodefault",
        "--nolockcheck",
        f"-env:UserInstallation={profile.as_uri()}",
        f"--accept=pipe,name={pipe};urp",
    )


def _kill(process: subprocess.Popen[bytes] | None) -> None:
    if process is not None and process.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
