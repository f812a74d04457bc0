"""Data flow one way: no module imports from a layer above its own."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from tests.code_health.sources import PACKAGE, dotted, imported, imports_of, modules, name

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
    "setup": "install, uninstall, offline folder, doctor",
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

HEAVY = {
    *("docx", "pandas", "numpy", "openpyxl", "python_calamine", "pyopenvba", "uno", "xlrd"),
    *("xlsxwriter", "xlwings"),
}
HEAVY_ALLOWED = {
    "xl_appraisal/hosts/calc/": {"uno"},  # only ever loaded inside LibreOffice
    "xl_appraisal/doors/cell_functions/cell_functions.py": {
        "xlwings"
    },  # its functions are made by xlwings' decorators
    "xl_appraisal/doors/cell_functions/function_arguments.py": {
        "xlwings"
    },  # loaded by udfs.py only
    "xl_appraisal/doors/cell_functions/first_notice_functions.py": {"xlwings"},  # as that
    "xl_appraisal/doors/cell_functions/rule_functions.py": {"xlwings"},  # as that
    "xl_appraisal/doors/cell_functions/typed_book.py": {"xlwings"},  # loaded by udfs.py only
    "xl_appraisal/tools/calc_extension/manage.py": {"uno"},  # only ever run by the system's Python
    "xl_appraisal/doors/calc_extension/": {"uno", "xlwings"},  # only ever loaded inside LibreOffice
    "xl_appraisal/book/new/macros/project.py": {"pyopenvba"},  # writes the macro project
    "xl_appraisal/book/new/macros/compound_file.py": {"pyopenvba"},  # the file around it
    "xl_appraisal/book/new/xlsx_writer.py": {"xlsxwriter"},  # writes a new workbook
}
"""Who may import a slow package as soon as it is loaded; all others do so where they use it."""


def layer(path: Path) -> str:
    """``xl_appraisal/rules/bands.py`` → ``rules``."""
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def target_layer(found: str) -> str | None:
    """The layer that an import reaches, ``None`` for other packages."""
    package, _, rest = found.partition(".")
    if package != "xl_appraisal":
        return None
    first = rest.split(".")[0]
    is_module = (PACKAGE / first).is_dir() or (PACKAGE / f"{first}.py").is_file()
    return first if first and is_module else "__init__"


def test_every_module_has_its_layer() -> None:
    """A new package must be given its place before anything can be imported from it."""
    assert {layer(path) for path in modules()} <= LAYERS.keys()


def _forbidden(path: Path) -> set[str]:
    order, own = list(LAYERS), layer(path)
    allowed = ONLY.get(own, set(order[: order.index(own)])) | {own}
    reached = {target for found in imported(path) if (target := target_layer(found))}
    return reached - allowed - CALLED_BY_NAME.get(name(path), set())


def test_no_import_points_backwards() -> None:
    """Only from lower layers, or from its own; imports inside functions count as well."""
    found = {name(path): _forbidden(path) for path in modules()}

    assert {path: reached for path, reached in found.items() if reached} == {}


def _reached(path: Path, known: Collection[str]) -> Iterator[str]:
    """The modules of ours that a file imports; of ``a.b.name`` the nearest that is a module."""
    for found in imported(path):
        while found and found not in known:
            found = found.rpartition(".")[0]
        if found and found != dotted(path):
            yield found


def circles(edges: Mapping[str, Collection[str]]) -> list[set[str]]:
    """All sets of two and more nodes from each of which every other can be reached (Tarjan)."""
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[set[str]] = []

    def visit(node: str) -> None:
        number = low[node] = len(low)
        place = len(stack)
        stack.append(node)
        for target in edges.get(node, ()):
            if target not in low:
                visit(target)
            low[node] = min(low[node], low[target])
        if low[node] == number:
            members = set(stack[place:])
            del stack[place:]
            low.update(dict.fromkeys(members, len(edges) + len(low)))  # out of the others' way
            if len(members) > 1:
                found.append(members)

    for node in edges:
        if node not in low:
            visit(node)
    return found


def test_the_search_for_circles_finds_them() -> None:
    """Two that touch are one; what only leads to a circle or away from it is no part of it."""
    edges = {
        **{"in": {"a"}, "a": {"b"}, "b": {"c", "out"}, "c": {"a", "d"}, "d": {"c"}},
        **{"out": {"x"}, "x": {"y"}, "y": {"x"}, "alone": {"in", "y"}},
    }

    assert sorted(map(sorted, circles(edges))) == [["a", "b", "c", "d"], ["x", "y"]]


def test_no_modules_import_each_other_in_a_circle() -> None:
    """Imports inside functions count as well: a circle hidden there is one all the same."""
    known = {dotted(path) for path in modules()}
    edges = {dotted(path): set(_reached(path, known)) for path in modules()}

    assert circles(edges) == []


def _slow(path: Path) -> set[str]:
    heavy = {found.split(".")[0].lower() for found in imported(path, at_load=True)} & HEAVY
    places = (name(path), f"{name(path).rpartition('/')[0]}/")
    return heavy - set().union(*(HEAVY_ALLOWED.get(place, set()) for place in places))


def test_slow_packages_are_imported_where_they_are_used() -> None:
    """At 25 windows the start of the program is the whole run."""
    found = {name(path): _slow(path) for path in modules()}

    assert {path: slow for path, slow in found.items() if slow} == {}


def test_scoring_and_the_public_names_load_no_slow_package() -> None:
    """Importing the product, its scoring and its command line pulls in none of them."""
    code = (
        "import sys, xl_appraisal, xl_appraisal.scoring, xl_appraisal.doors.command_line\n"
        f"print(*sorted({HEAVY!r} & {{name.lower() for name in sys.modules}}))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120
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
    at_load = set(imports_of(ast.parse(SAMPLE), home, at_load=True))

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
