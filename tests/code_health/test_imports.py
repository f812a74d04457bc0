"""Data flow one way: no module imports from a layer above its own."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.code_health.sources import PACKAGE, modules, name, tree

LAYERS = {  # from low to high; each imports only from those above it in this list
    "record": "what a value type is",
    "limits": "how much is taken in, and why",
    "memory": "how memory is kept while many values are made",
    "programs": "what a program with a Python of its own is started with",
    "grid": "what a cell is; every host and sheet speaks of it",
    "exact": "exact figures; every sum rests on them",
    "errors": "what may go wrong, for every caller",
    "findings": "what is to be said short of an error",
    "fields": "a data file's fields, read with all their faults",
    "commands": "what staff can ask for, as data for every door",
    "calc_engine": "xlwings at work in LibreOffice; of use without the rest",
    "notice": "what the notice says",
    "layout": "a quarter's columns, checked against the notice",
    "rulebook": "both together",
    "scoring": "from evidence to an appraisal; knows of no workbook",
    "xlsx": "the bytes of a workbook file; knows of no notice",
    "files": "new files, written whole or not at all",
    "hosts": "move values in and out of a program; compute nothing",
    "workbook": "binds sheets to the model",
    "comparing": "one appraisal held against another; a window against its neighbours",
    "outputs": "draw what was appraised",
    "year": "a year of appraised quarters held together",
    "importing": "tables from elsewhere, brought into a workbook",
    "desk": "a workbook on the desk: read, appraise, write back",
    "batch": "many workbooks on the desk, one after another or at once",
    "closing": "a quarter closed, verified and opened again",
    "live": "the same for a workbook that is open in Excel",
    "vba": "the macro project around a workbook",
    "beginning": "a new quarter's workbook, built or begun from the last",
    "libreoffice": "the extension for LibreOffice Calc",
    "install": "puts the product on a machine",
    "doctor": "says what is wrong with a machine or a workbook",
    "api": "the public functions for notebooks",
    "__init__": "the public names",
    "udf_arguments": "what a worksheet function is given, read",
    "udf_support": "what worksheet functions share",
    "udfs": "a door: worksheet functions",
    "macros": "a door: ribbon and buttons",
    "in_calc": "a door: the extension at work inside LibreOffice Calc",
    "cli": "a door: the command line",
    "__main__": "a door: python -m",
}

ONLY = {
    "record": set(),
    "limits": set(),
    "programs": set(),
    "memory": set(),
    "grid": {"record"},
    "exact": set(),
    "calc_engine": set(),
    "xlsx": {"grid", "limits", "memory"},
    "hosts": {"grid", "errors", "limits", "xlsx"},
}
"""Layers that may import even less than their place allows."""

HEAVY = {"docx", "pandas", "numpy", "openpyxl", "xlwings", "xlsxwriter", "pyopenvba", "uno"}
HEAVY_ALLOWED = {
    "xl_appraisal/calc_engine/": {"xlwings"},  # makes classes of xlwings' own
    "xl_appraisal/udfs.py": {"xlwings"},  # its functions are made by xlwings' decorators
    "xl_appraisal/macros/": {"xlwings"},  # only ever loaded by xlwings itself
    "xl_appraisal/udf_arguments.py": {"xlwings"},  # loaded by udfs.py only
    "xl_appraisal/udf_support.py": {"xlwings"},  # loaded by udfs.py only
    "xl_appraisal/libreoffice/manage.py": {"uno"},  # only ever run by the system's Python
    "xl_appraisal/in_calc/": {"uno", "xlwings"},  # only ever loaded inside LibreOffice
    "xl_appraisal/vba/attach.py": {"xlsxwriter"},  # works on a workbook being written
    "xl_appraisal/vba/project.py": {"pyopenvba"},  # writes the macro project
    "xl_appraisal/workbook/template/writer.py": {"xlsxwriter"},  # writes a new workbook
}
"""Who may import a slow package as soon as it is loaded; all others do so where they use it."""


def layer(path: Path) -> str:
    """``xl_appraisal/scoring/rules.py`` → ``scoring``."""
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def imported(path: Path, *, top_level: bool = False) -> Iterator[str]:
    """Full dotted names of all that a file imports, inside functions too unless told."""
    return imports_of(tree(path), path, top_level=top_level)


def imports_of(module: ast.Module, path: Path, *, top_level: bool = False) -> Iterator[str]:
    """The same of a parsed module that stands at ``path``."""
    package = ("xl_appraisal", *path.relative_to(PACKAGE).parent.parts)
    for node in _loaded(module) if top_level else ast.walk(module):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            base = ".".join((*above, *((node.module,) if node.module else ())))
            yield from (f"{base}.{alias.name}" for alias in node.names)


def _loaded(node: ast.AST) -> Iterator[ast.AST]:
    """What runs when a module is loaded: no function's body, nothing that is for types only."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
            continue
        yield child
        yield from _loaded(child)


def target_layer(dotted: str) -> str | None:
    """The layer that an import reaches, ``None`` for other packages."""
    package, _, rest = dotted.partition(".")
    if package != "xl_appraisal":
        return None
    first = rest.split(".")[0]
    is_module = (PACKAGE / first).is_dir() or (PACKAGE / f"{first}.py").is_file()
    return first if first and is_module else "__init__"


def test_every_module_has_its_layer() -> None:
    """A new package must be given its place before anything can be imported from it."""
    assert {layer(path) for path in modules()} <= LAYERS.keys()


@pytest.mark.parametrize("path", modules(), ids=name)
def test_no_import_points_backwards(path: Path) -> None:
    """Only from lower layers, or from its own; imports inside functions count as well."""
    order = list(LAYERS)
    own = layer(path)
    allowed = ONLY.get(own, set(order[: order.index(own)])) | {own}

    reached = {target for dotted in imported(path) if (target := target_layer(dotted))}
    assert reached - allowed == set()


@pytest.mark.parametrize("path", modules(), ids=name)
def test_slow_packages_are_imported_where_they_are_used(path: Path) -> None:
    """At 25 windows the start of the program is the whole run."""
    heavy = {dotted.split(".")[0].lower() for dotted in imported(path, top_level=True)} & HEAVY
    places = (name(path), f"xl_appraisal/{layer(path)}/")

    assert heavy <= set().union(*(HEAVY_ALLOWED.get(place, set()) for place in places))


def test_scoring_and_the_public_names_load_no_slow_package() -> None:
    """Importing the product, its scoring and its command line pulls in none of them."""
    code = (
        "import sys, xl_appraisal, xl_appraisal.scoring, xl_appraisal.cli\n"
        f"print(*sorted({HEAVY!r} & {{name.lower() for name in sys.modules}}))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )

    assert ran.stdout.split() == []


SAMPLE = """
from ..cli import main
def f():
    import xl_appraisal.hosts.file
try:
    import pandas
except ImportError:
    import numpy
if TYPE_CHECKING:
    import openpyxl
"""


def test_the_check_sees_hidden_imports() -> None:
    """The reading of imports itself: relative, in a function, in a handler, under a condition."""
    home = PACKAGE / "scoring" / "sample.py"
    everywhere = set(imports_of(ast.parse(SAMPLE), home))
    at_load = set(imports_of(ast.parse(SAMPLE), home, top_level=True))

    assert everywhere == {
        "xl_appraisal.cli.main",
        "xl_appraisal.hosts.file",
        "pandas",
        "numpy",
        "openpyxl",
    }
    assert at_load == {"xl_appraisal.cli.main", "pandas", "numpy"}
    assert target_layer("xl_appraisal.cli.main") == "cli"
    assert target_layer("xl_appraisal.Appraisal") == "__init__"
    assert target_layer("pandas") is None
