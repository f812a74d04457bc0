"""The extension as a file: ``xl_appraisal.oxt``, the same bytes from the same inputs.

It holds the files of ``package/``, with ``$words`` for what depends on the commands, the cell
functions and the version.
"""

from __future__ import annotations

import io
import json
import sys
import zipfile
from collections.abc import Iterator
from importlib.metadata import version
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from string import Template
from xml.sax.saxutils import escape

from xl_appraisal.model.commands import TAB_LABEL
from xl_appraisal.model.exact_json import exact_json
from xl_appraisal.tools.calc_extension.function_list import cell_functions, methods
from xl_appraisal.tools.calc_extension.menus import PROTOCOL, entries

IDENTIFIER = "xl_appraisal"
FILE_NAME = "xl_appraisal.oxt"
SETTINGS = "python.json"
"""Names the Python, its version and the folders that the extension works with."""

_PACKAGE = Path(__file__).with_name("package")
_NEEDED = ("xl_appraisal", "xlwings", "pandas", "numpy")
_EPOCH = (1980, 1, 1, 0, 0, 0)


def extension_bytes() -> bytes:
    """The extension for this very Python and the folders that it takes its packages from."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, text in _parts():
            entry = zipfile.ZipInfo(name, _EPOCH)
            package.writestr(entry, text.encode(), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _parts() -> Iterator[tuple[str, str]]:
    """The files of the extension: name and text."""
    functions, number = cell_functions(), version("xl-appraisal")
    words = {
        "identifier": IDENTIFIER,
        "version": escape(number),
        "title": escape(TAB_LABEL),
        "protocol": PROTOCOL,
        "entries": entries(),
        "methods": methods(functions),
    }
    for path in sorted(filter(Path.is_file, _PACKAGE.rglob("*"))):
        text = path.read_text(encoding="utf-8")
        yield path.relative_to(_PACKAGE).as_posix(), Template(text).substitute(words)
    python = ".".join(map(str, sys.version_info[:2]))
    found = [spec.origin for spec in map(find_spec, _NEEDED) if spec and spec.origin]
    paths = dict.fromkeys(str(Path(origin).parent.parent) for origin in found)
    settings = {"version": number, "python": python, "paths": list(paths)}
    yield SETTINGS, _json(settings)
    yield "functions.json", _json(exact_json(functions))
    glue = files("xl_appraisal.doors.calc_extension") / "component.py"
    yield "component.py", glue.read_text(encoding="utf-8")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
