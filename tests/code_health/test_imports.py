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
    "model": "exact figures, cells, notice, layout, findings, errors, limits",
    "rules": "one file a kind of rule: its points, its words, its plain formula",
    "scoring": "pure: from evidence to an appraisal, a file a stage",
    "files": "read, replace whole, back up",
    "ooxml": "the bytes of a workbook; knows of no notice",
    "hosts": "move values in and out of a program; compute nothing",
    "book": "the sheets: read, write, new",
    "work": "what one does with a book",
    "outputs": "draw what was appraised",
    "tools": "generators of VBA sources and of the extension",
    "setup": "install, uninstall, doctor",
    "doors": "command line, buttons, cell functions, Calc extension, Python: no arithmetic",
    "__init__": "the public names",
    "udfs": "a name that workbooks call: the cell functions",
    "macros": "a name that workbooks call: the buttons",
    "in_calc": "a name that installed extensions call",
    "__main__": "python -m",
}

ONLY = {
    "model": set(),
    "rules": {"model"},
    "scoring": {"model", "rules"},
    "files": {"model"},
    "ooxml": {"model", "files"},
    "hosts": {"model", "files", "ooxml"},
}
"""Layers that may import even less than their place allows."""

CALLED_BY_NAME = {"xl_appraisal/doors/calc_extension/component.py": {"in_calc"}}
"""A file that runs in another program, where it knows the package by that name alone."""

HEAVY = {"docx", "pandas", "numpy", "openpyxl", "xlwings", "xlsxwriter", "pyopenvba", "uno"}
HEAVY_ALLOWED = {
    "xl_appraisal/hosts/calc/": {"xlwings"},  # makes classes of xlwings' own
    "xl_appraisal/doors/cell_functions/cell_functions.py": {
        "xlwings"
    },  # its functions are made by xlwings' decorators
    "xl_appraisal/doors/buttons/": {"xlwings"},  # only ever loaded by xlwings itself
    "xl_appraisal/doors/cell_functions/function_arguments.py": {
        "xlwings"
    },  # loaded by udfs.py only
    "xl_appraisal/doors/cell_functions/function_support.py": {"xlwings"},  # loaded by udfs.py only
    "xl_appraisal/tools/calc_extension/manage.py": {"uno"},  # only ever run by the system's Python
    "xl_appraisal/doors/calc_extension/": {"uno", "xlwings"},  # only ever loaded inside LibreOffice
    "xl_appraisal/book/new/macros/attach.py": {"xlsxwriter"},  # works on a workbook being written
    "xl_appraisal/book/new/macros/project.py": {"pyopenvba"},  # writes the macro project
    "xl_appraisal/book/new/xlsx_writer.py": {"xlsxwriter"},  # writes a new workbook
}
"""Who may import a slow package as soon as it is loaded; all others do so where they use it."""


def layer(path: Path) -> str:
    """``xl_appraisal/rules/derive.py`` → ``scoring``."""
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
    assert reached - allowed - CALLED_BY_NAME.get(name(path), set()) == set()


@pytest.mark.parametrize("path", modules(), ids=name)
def test_slow_packages_are_imported_where_they_are_used(path: Path) -> None:
    """At 25 windows the start of the program is the whole run."""
    heavy = {dotted.split(".")[0].lower() for dotted in imported(path, top_level=True)} & HEAVY
    places = (name(path), f"{name(path).rpartition('/')[0]}/")

    assert heavy <= set().union(*(HEAVY_ALLOWED.get(place, set()) for place in places))


def test_scoring_and_the_public_names_load_no_slow_package() -> None:
    """Importing the product, its scoring and its command line pulls in none of them."""
    code = (
        "import sys, xl_appraisal, xl_appraisal.scoring, xl_appraisal.doors.command_line\n"
        f"print(*sorted({HEAVY!r} & {{name.lower() for name in sys.modules}}))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )

    assert ran.stdout.split() == []


SAMPLE = """
from ..doors import main
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
        "xl_appraisal.doors.main",
        "xl_appraisal.hosts.file",
        "pandas",
        "numpy",
        "openpyxl",
    }
    assert at_load == {"xl_appraisal.doors.main", "pandas", "numpy"}
    assert target_layer("xl_appraisal.doors.main") == "doors"
    assert target_layer("xl_appraisal.Appraisal") == "__init__"
    assert target_layer("pandas") is None
