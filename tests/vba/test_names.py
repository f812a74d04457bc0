"""The VBA sources read as a compiler would: every name is known, every call has its arguments.

LibreOffice's Basic, which the other tests ask, looks a procedure up only when it is called.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from xl_appraisal.book.new.macros.sources import Bridge, project_modules

BRIDGES: tuple[Bridge, ...] = ("addin", "standalone", "reference")
LANGUAGE = """
and as attribute boolean byref byval const declare dim each else elseif end error exit explicit
false for function goto if in is lib long longptr module next not nothing object on optional
option or preserve private ptrsafe public raise redim resume set step string sub then to true
variant vba7
"""
LIBRARY = """
application array cdbl chrw clng cstr err instr isarray isnull isobject lbound len mid msgbox
replace strptr thisworkbook ubound vartype vbcrlf vbcurrency vblf vbtab vbexclamation vb_name
"""
"""What VBA and Excel bring along (MS-VBAL 6.1; Application and ThisWorkbook are Excel's)."""

DECLARED = re.compile(r"(?:Dim|Const|ByVal|ByRef|Sub|Function) (\w+)|\((control) As|^(\w+):", re.M)
HEAD = re.compile(r"^(?:Public |Private )?(?:Sub|Function) (\w+)\((.*?)\)", re.M)


def plain(source: str) -> str:
    """The code alone: without texts, comments and line continuations."""
    without_texts = re.sub(r'"[^"\n]*"', "0", source.replace("\r\n", "\n"))
    return re.sub(r"'.*", "", without_texts).replace(" _\n", " ")


def modules(bridge: Bridge) -> dict[str, str]:
    return {module.name: plain(module.source) for module in project_modules(bridge)}


def procedures(code: str) -> dict[str, int]:
    """Each procedure and how many arguments it takes."""
    return {name: _count(arguments) for name, arguments in HEAD.findall(code)}


def known_elsewhere(bridge: Bridge) -> dict[str, int]:
    """Those of the whole project, by their lower-case names: VBA does not tell case apart."""
    every = [procedures(code) for code in modules(bridge).values()]
    return {name.lower(): count for found in every for name, count in found.items()}


def calls(code: str) -> Iterator[tuple[str, int]]:
    """Names with how many arguments they are called with: ``f(a, b)`` and ``f a, b``."""
    for line in code.split("\n"):
        if HEAD.match(line) or "Declare " in line:
            continue
        for found in re.finditer(r"(?<![.\w])(\w+)\(", line):
            yield found[1].lower(), _count(_inside(line[found.end() :]))
        if statement := re.match(r"\s+(\w+)(?: (?![=&])(.+))?$", line):
            yield statement[1].lower(), _count(statement[2] or "")


def _inside(text: str) -> str:
    """What stands before the bracket that closes one already open."""
    depth = 1
    for place, character in enumerate(text):
        depth += {"(": 1, ")": -1}.get(character, 0)
        if depth == 0:
            return text[:place]
    raise AssertionError(f"no bracket closes {text}")


def _count(arguments: str) -> int:
    while re.search(r"\([^()]*\)", arguments):
        arguments = re.sub(r"\([^()]*\)", "", arguments)
    return arguments.count(",") + 1 if arguments.strip() else 0


@pytest.mark.parametrize("bridge", BRIDGES)
def test_every_name_is_declared(bridge: Bridge) -> None:
    """In its module, as a procedure of the project, or by VBA; the wrappers are xlwings' own."""
    found = modules(bridge)
    project = set(known_elsewhere(bridge)) | {*LANGUAGE.split(), *LIBRARY.split()}
    if bridge != "addin":
        project.add("xlpy")  # by the reference, or of the embedded module
    unknown = {}
    for name, code in found.items():
        if name in ("xlwings_udfs", "ThisWorkbook"):
            continue
        assert "Option Explicit" in code, name
        own = {part.lower() for names in DECLARED.findall(code) for part in names}
        words = re.findall(r"(?<![.\w&])([A-Za-z]\w*)(?!:=)\b", code)
        if strangers := {word.lower() for word in words} - project - own:
            unknown[name] = strangers
    assert unknown == {}


@pytest.mark.parametrize("bridge", BRIDGES)
def test_every_call_of_our_procedures_has_their_arguments(bridge: Bridge) -> None:
    """As many as it declares; none of ours has optional ones, the cell functions apart."""
    known = known_elsewhere(bridge)
    assert known["runcommand"] == 3 and known["showfailure"] == 3 and known["howtomend"] == 0
    seen = [
        (module, name, count)
        for module, code in modules(bridge).items()
        if module != "xlwings_udfs"
        for name, count in calls(code)
        if name in known
    ]
    assert {"runcommand", "fromcodes", "howtomend", "showmessage"} <= {name for _, name, _ in seen}
    assert [call for call in seen if call[2] != known[call[1]]] == []


def test_no_name_stands_for_two_procedures() -> None:
    """An ambiguous name would keep the project from compiling."""
    for bridge in BRIDGES:
        names = [n.lower() for code in modules(bridge).values() for n in procedures(code)]
        assert len(names) == len(set(names)) > 80
