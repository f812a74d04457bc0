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
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.libreoffice.as_staff import set_up
from tests.libreoffice.bridge import connect
from xl_appraisal.hosts import programs

START_LIMIT = 180.0  # seconds; it takes one or two, and far more on a busy machine
CALL_LIMIT = 600.0  # seconds for what one test asks of it; against hanging, not a measure
SPREADSHEET = "com.sun.star.sheet.SpreadsheetDocument"
_NO_MACROS = 0  # com.sun.star.document.MacroExecMode


class Office:
    """A soffice with a profile of its own in ``folder``; started when first asked for."""

    def __init__(self, folder: Path, profile: Path | None = None, *, headless: bool = True) -> None:
        self.folder = folder
        self.profile = profile or folder / "profile"
        self.log = folder / "soffice.log"
        self._shown = ("--headless",) if headless else ()
        self._process: subprocess.Popen[bytes] | None = None
        self._context: Any = None

    @property
    def context(self) -> Any:
        """UNO's component context of the running program; one that died is started anew."""
        if not self.runs:
            self.start()
        return self._context

    @property
    def runs(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def has_ended(self) -> bool:
        """Whether it went by itself, a moment ago perhaps."""
        return until(lambda: not self.runs, 10)

    def service(self, name: str) -> Any:
        """A service of the running program."""
        return self.context.ServiceManager.createInstanceWithContext(name, self.context)

    def give(self, frame: Any, command: str, **values: Any) -> None:
        """Give a window a command, as its menu does: on the program's main thread.

        A command that comes over the bridge runs in a thread of its own, without the lock that the
        program's windows are drawn under; the extension's Python has then waited for that lock
        for ever, while the main thread held it and waited for Python.
        """
        helper = self.service("com.sun.star.frame.DispatchHelper")
        self.on_main_thread(
            lambda: helper.executeDispatch(frame, command, "", 0, properties(**values))
        )

    def on_main_thread(self, call: Callable[[], object]) -> None:
        """What is asked within a call back is answered by the thread that called back."""
        import uno
        import unohelper

        interface: Any = uno.getClass("com.sun.star.awt.XCallback")
        over, errors = threading.Event(), list[BaseException]()

        class Back(unohelper.Base, interface):  # type: ignore[misc]
            def notify(self, _data: Any) -> None:
                try:
                    call()
                except BaseException as error:
                    errors.append(error)
                over.set()

        self.service("com.sun.star.awt.AsyncCallback").addCallback(Back(), None)
        while not over.wait(1):
            assert self.runs, f"the program ended: {self.log.read_text(errors='replace')}"
        if errors:
            raise errors[0]

    @property
    def desktop(self) -> Any:
        return self.service("com.sun.star.frame.Desktop")

    def start(self) -> None:
        """Start the program and connect to it.  Raises with its own words where it does not."""
        self.stop()
        program = shutil.which("soffice")
        assert program, "these tests need LibreOffice: soffice is not on the PATH"
        pipe = f"xl_appraisal_{os.getpid()}_{uuid.uuid4().hex[:8]}"
        self.folder.mkdir(parents=True, exist_ok=True)
        set_up(self.profile)
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
                self._context = connect(pipe, START_LIMIT - 5)
        except Exception as error:
            self.stop()
            raise RuntimeError(f"{error}\n{self.log.read_text(errors='replace')}") from error

    def stop(self) -> None:
        """End the program that was started here, and no other."""
        process, self._process, self._context = self._process, None, None
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

    def open(self, path: Path | None = None, **options: Any) -> Any:
        """A document opened without a window and without its macros; a new one without a path."""
        url = path.as_uri() if path else "private:factory/scalc"
        wanted = {"Hidden": True, "MacroExecutionMode": _NO_MACROS, **options}
        document = self.desktop.loadComponentFromURL(url, "_blank", 0, properties(**wanted))
        assert document is not None, f"not opened: {url}"
        return document

    def documents(self) -> list[Any]:
        """All workbooks that are open."""
        found = list(self.desktop.Components)
        return [d for d in found if hasattr(d, "Sheets") and d.supportsService(SPREADSHEET)]

    def close_all(self) -> None:
        """Close every workbook; a program that cannot is ended."""
        if not self.runs:
            return
        try:
            for document in self.documents():
                document.close(True)
        except Exception:
            self.stop()


def properties(**values: Any) -> tuple[Any, ...]:
    """UNO's ``PropertyValue`` of each."""
    import uno

    made = []
    for name, value in values.items():
        entry = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
        entry.Name, entry.Value = name, value
        made.append(entry)
    return tuple(made)


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
