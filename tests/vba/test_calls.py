"""The VBA project read as its compiler would, which Excel does only when the first macro runs."""

from __future__ import annotations

import re

import pytest

from tests.vba.books import build
from tests.vba.readers import vba_sources
from tests.vba.vba_names import complaints, procedures
from xl_appraisal.book.new.macros.sources import Bridge
from xl_appraisal.model.commands import COMMANDS

BRIDGES: tuple[Bridge, ...] = ("addin", "standalone", "reference")


def ours(bridge: Bridge) -> dict[str, str]:
    """The modules but xlwings' own; by reference its XLPy is in the other project."""
    found = vba_sources(build(bridge=bridge))
    embedded = found.pop("xlwings", "Public Function XLPy() As Object\nEnd Function\n")
    if "addin" in bridge:
        return found
    (xlpy,) = [p for p in procedures("xlwings", _functions_only(embedded)) if p.name == "XLPy"]
    assert (xlpy.public, xlpy.least, xlpy.most) == (True, 0, 0)
    return {**found, "xlwings": "Public Function XLPy() As Object\r\nEnd Function\r\n"}


def _functions_only(source: str) -> str:
    """Function XLPy of xlwings' module: the rest of it is for other systems too."""
    match = re.search(r"(?ms)^(?:Public )?Function XLPy\(.*?^End Function", source)
    assert match
    return match[0]


@pytest.mark.parametrize("bridge", BRIDGES)
def test_every_call_meets_a_procedure_that_takes_its_arguments(bridge: Bridge) -> None:
    """No name that nothing declares, no private procedure of another module, no wrong count."""
    sources = ours(bridge)
    found = [p for name, source in sources.items() for p in procedures(name, source)]
    assert len(found) > 80
    assert complaints(sources) == []


def test_the_ribbon_and_the_buttons_call_what_takes_their_arguments() -> None:
    """A callback takes the control, a button's macro nothing; both are public, in Macros."""
    macros = {p.name: p for p in procedures("Macros", ours("addin")["Macros"])}
    for command in COMMANDS:
        callback, button = macros[f"On{command.procedure}"], macros[command.procedure]
        assert (callback.public, callback.least, callback.most) == (True, 1, 1)
        assert (button.public, button.least, button.most) == (True, 0, 0)
    assert len(macros) == 2 * len(COMMANDS)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Tell 1, 2", []),
        ("Tell 1", ["A.Main: Tell called as Tell 1"]),
        ("Call Tell(1, Largest(2))", ["A.Main: Largest called as Call Tell(1, Largest(2))"]),
        ("x = Largest(1, Largest(2, 3))", []),
        ("Hidden", ["A.Main: Hidden is nothing"]),
        ("Unheard 1", ["A.Main: Unheard is nothing"]),
        ("y = 1", ["A.Main: y is nothing"]),
        ("Application.Unheard named:=1", []),
        ('x = "Unheard(" \' Unheard', []),
    ],
)
def test_a_wrong_call_would_be_found(line: str, said: list[str]) -> None:
    """A count that does not fit, a procedure private to another module, an undeclared name."""
    first = f"Option Explicit\nSub Main()\nDim x\n{line}\nEnd Sub\n"
    other = (
        "Sub Tell(ByVal a, b)\nEnd Sub\n"
        "Function Largest(a, b, Optional c)\nEnd Function\n"
        "Private Sub Hidden()\nEnd Sub\n"
    )
    assert complaints({"A": first, "B": other}) == said
