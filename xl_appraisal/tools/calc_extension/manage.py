"""``python3 manage.py SOFFICE add FILE | remove ID``: for root, whom unopkg refuses to serve.

Run by the Python that has LibreOffice's bridge; it needs nothing else of the product.
"""

# mypy: ignore-errors

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import uno
import unohelper
from com.sun.star.connection import NoConnectException
from com.sun.star.task import XInteractionHandler
from com.sun.star.ucb import XCommandEnvironment

_PATIENCE = 120  # seconds; the first start of all takes long on a slow computer


class Consent(unohelper.Base, XInteractionHandler, XCommandEnvironment):
    """Says yes to what LibreOffice asks: whether to install, whether to replace."""

    def handle(self, request):
        yes = uno.getTypeByName("com.sun.star.task.XInteractionApprove")
        for answer in request.getContinuations():
            if answer.queryInterface(yes):
                answer.select()
                return

    def getInteractionHandler(self):
        return self

    def getProgressHandler(self):
        return None


def connected(pipe):
    """The context of the office that answers at the pipe."""
    context = uno.getComponentContext()
    resolver = context.ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def main(program, action, what):
    """Let an office of our own, or the one that is open, add or remove the extension."""
    pipe = f"xlappraisal{os.getpid()}"
    command = [program, "--headless", "--norestore", "--nologo", f"--accept=pipe,name={pipe};urp"]
    quiet = subprocess.DEVNULL
    office = subprocess.Popen(
        command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
    )
    try:
        context = connected(pipe)
        name = "/singletons/com.sun.star.deployment.ExtensionManager"
        manager = context.getValueByName(name)
        if action == "add":
            manager.addExtension(Path(what).as_uri(), (), "user", None, Consent())
        else:
            manager.removeExtension(what, f"{what}.oxt", "user", None, Consent())
        leave(context)
        office.wait(_PATIENCE)
    finally:
        if office.poll() is None:  # with what its starter started
            os.killpg(office.pid, signal.SIGKILL)
    print("done")


def leave(context):
    """End the office, unless somebody has something open in it: then it was theirs all along."""
    desktop = context.ServiceManager.createInstance("com.sun.star.frame.Desktop")
    if desktop.Frames.Count == 0:
        desktop.terminate()


if __name__ == "__main__":
    main(*sys.argv[1:])
