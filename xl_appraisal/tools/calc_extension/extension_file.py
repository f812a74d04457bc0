"""The extension as a file: ``xl_appraisal.oxt``, the same bytes from the same inputs."""

from __future__ import annotations

import io
import json
import sys
import zipfile
from collections.abc import Sequence
from importlib.metadata import version
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from xml.sax.saxutils import escape

from xl_appraisal.model.exact_json import exact_json
from xl_appraisal.tools.calc_extension import menus
from xl_appraisal.tools.calc_extension.function_list import cell_functions
from xl_appraisal.tools.calc_extension.idl import idl

IDENTIFIER = "xl_appraisal"
FILE_NAME = "xl_appraisal.oxt"
SETTINGS = "python.json"
"""Names the Python, its version and the folders that the extension works with."""

_DISPLAY = "绩效考核"
_OLDEST = "7.4"
_NEEDED = ("xl_appraisal", "xlwings", "pandas", "numpy")
_EPOCH = (1980, 1, 1, 0, 0, 0)
_TYPES = {
    "types.idl": "application/vnd.sun.star.uno-typelibrary;type=RDB",
    "component.py": "application/vnd.sun.star.uno-component;type=Python",
    "Addons.xcu": "application/vnd.sun.star.configuration-data",
    "CalcWindowState.xcu": "application/vnd.sun.star.configuration-data",
    "Jobs.xcu": "application/vnd.sun.star.configuration-data",
    "ProtocolHandler.xcu": "application/vnd.sun.star.configuration-data",
}


def package_folders() -> tuple[Path, ...]:
    """The folders from which this Python takes the product and what it needs."""
    found = []
    for name in _NEEDED:
        spec = find_spec(name)
        if spec is not None and spec.origin is not None:
            found.append(Path(spec.origin).parent.parent)
    return tuple(dict.fromkeys(found))


def extension_bytes(folders: Sequence[Path] | None = None) -> bytes:
    """The extension for the packages in ``folders``, this Python's own unless told otherwise."""
    paths = [str(path) for path in (package_folders() if folders is None else folders)]
    functions = cell_functions()
    settings = {
        "version": version("xl-appraisal"),
        "python": ".".join(map(str, sys.version_info[:2])),
        "paths": paths,
    }
    glue = files("xl_appraisal.doors.calc_extension") / "component.py"
    parts = {
        "META-INF/manifest.xml": _manifest(),
        "description.xml": _description(settings["version"]),
        "types.idl": idl(functions),
        "component.py": glue.read_text(encoding="utf-8"),
        "functions.json": _json(exact_json(functions)),
        SETTINGS: _json(settings),
        "Addons.xcu": menus.addons(),
        "CalcWindowState.xcu": menus.window_state(),
        "Jobs.xcu": menus.jobs(),
        "ProtocolHandler.xcu": menus.protocol_handler(),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, text.encode())
    return buffer.getvalue()


def _manifest() -> str:
    entries = "".join(
        f' <manifest:file-entry manifest:full-path="{name}" manifest:media-type="{kind}"/>\n'
        for name, kind in _TYPES.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<manifest:manifest xmlns:manifest="http://openoffice.org/2001/manifest">\n'
        f"{entries}</manifest:manifest>\n"
    )


def _description(number: object) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<description xmlns="http://openoffice.org/extensions/description/2006"'
        ' xmlns:l="http://libreoffice.org/extensions/description/2011">\n'
        f' <identifier value="{IDENTIFIER}"/>\n <version value="{escape(str(number))}"/>\n'
        f' <display-name><name lang="zh-CN">{_DISPLAY}</name>'
        f'<name lang="en">{_DISPLAY}</name></display-name>\n'
        " <dependencies>"
        f'<l:LibreOffice-minimal-version value="{_OLDEST}" name="LibreOffice {_OLDEST}"/>'
        "</dependencies>\n</description>\n"
    )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
