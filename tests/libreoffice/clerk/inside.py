"""The clerk's desk inside LibreOffice, loaded by its own Python loader: a call for each action.

From outside every look at a cell would cross a pipe; here one request does an action and judges
the whole workbook.  Requests and answers are JSON.
"""

# mypy: ignore-errors
# Its base classes exist inside LibreOffice alone.

import json
import sys
import traceback
from pathlib import Path

import unohelper
from com.sun.star.task import XJob

_ROOT = str(Path(__file__).parents[3])
NAME = "xlappraisal.tests.Clerk"


class Clerk(unohelper.Base, XJob):
    """Answers requests as long as LibreOffice runs."""

    def __init__(self, context, *_):
        self._context = context
        self._hands = None

    def execute(self, arguments):
        request = json.loads(arguments[0].Value)
        try:
            return json.dumps(self._at_work().answer(request))
        except Exception:
            return json.dumps({"failed": traceback.format_exc()})

    def _at_work(self):
        if self._hands is None:
            sys.path[:] = [_ROOT, *(path for path in sys.path if path != _ROOT)]
            from tests.libreoffice.clerk.hands import Hands

            self._hands = Hands(self._context)
        return self._hands


g_ImplementationHelper = unohelper.ImplementationHelper()
g_ImplementationHelper.addImplementation(Clerk, NAME, ("com.sun.star.task.Job",))
