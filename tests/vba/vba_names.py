"""A reader of VBA that sees what a compiler sees first: procedures, their calls and names.

After MS-VBAL: comments and texts are gone, continued lines are one, both branches of ``#If`` count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

BUILT_IN = frozenset(
    "And As Boolean ByRef ByVal Byte Call Case CBool CByte CDate CDbl ChDir ChDrive Chr ChrW CInt"
    " CLng Close Const CreateObject CStr CurDir CVErr Date Debug Declare Dim Dir Do Double Each"
    " Else ElseIf Empty End Enum Environ Err Erase Error Exit Explicit False FileDateTime FileLen"
    " For Format FreeFile Function Get GetObject GoSub GoTo Hex If Iif In Input InStr InStrRev Int"
    " Integer Is IsArray IsEmpty IsError IsMissing IsNull IsNumeric IsObject Join Kill LBound LCase"
    " Left Len Let Lib Line Long LongPtr Loop LTrim Me Mid MkDir Mod MsgBox New Next Not Nothing"
    " Null Object On Open Option Optional Or Output ParamArray Preserve Print Private Property"
    " PtrSafe Public Put Randomize ReDim Rem Replace Resume Return RGB Right Rnd RTrim Select"
    " Set SetAttr Shell Single Space Split Static Step Stop StrComp StrConv String StrPtr Sub Then"
    " Time Timer To Trim True Type TypeName TypeOf UBound UCase Until Val Variant VarPtr VarType"
    " vbCrLf vbCurrency vbExclamation vbLf vbTab vbNullChar vbNullString Wend While With Write Xor"
    " Array Application Range ThisWorkbook".casefold().split()
)
"""Words of the language, its library and Excel's object model as our modules use them."""

_STATEMENT = re.compile(
    r"(?:(Public|Private|Friend)\s+)?(?:Static\s+)?(Declare\s+(?:PtrSafe\s+)?)?"
    r"(Sub|Function|Property\s+\w+)\s+(\w+)\s*(?:Lib\s+\"\"\s*(?:Alias\s+\"\"\s*)?)?\((.*)$",
    re.IGNORECASE,
)
_DECLARING = re.compile(r"(?i)^(?:Dim|ReDim(?: Preserve)?|Const|Static|For(?: Each)?)\s+(.*)")


class Procedure(NamedTuple):
    """A procedure as its first line has it, and the lines of its body."""

    module: str
    name: str
    public: bool
    least: int  # arguments that it must be given
    most: int | None  # None: as many as one likes
    names: frozenset[str]  # of its arguments
    body: tuple[str, ...]


def lines(source: str) -> Iterator[str]:
    """The statements, texts emptied, comments and attributes left out."""
    joined = re.sub(r" _\r?\n", " ", source)
    for line in joined.splitlines():
        bare = re.sub(r'"(?:[^"]|"")*"', '""', line)
        bare = bare.partition("'")[0].strip()
        if (
            bare
            and not bare.startswith(("Attribute ", "#"))
            and not bare.lower().startswith("rem ")
        ):
            yield bare


def procedures(module: str, source: str) -> list[Procedure]:
    """Every procedure and declared function of a module, in its order."""
    found: list[Procedure] = []
    body: list[str] = []
    begun: re.Match[str] | None = None
    for line in lines(source):
        match = _STATEMENT.match(line)
        if begun and re.match(r"End (Sub|Function|Property)\b", line):
            found.append(_procedure(module, begun, body))
            begun, body = None, []
        elif begun:
            body.append(line)
        elif match and match[2]:
            found.append(_procedure(module, match, []))
        elif match:
            begun = match
    assert begun is None, f"{module}: {begun} has no end"
    return found


def _procedure(module: str, match: re.Match[str], body: list[str]) -> Procedure:
    inside = _within(match[5])
    given = [part.strip() for part in inside.split(",") if part.strip()]
    names = [re.sub(r"(?i)\b(ByVal|ByRef|Optional|ParamArray)\s+", "", part) for part in given]
    least = sum(not re.match(r"(?i)Optional|ParamArray", part) for part in given)
    endless = any(re.match(r"(?i)ParamArray", part) for part in given)
    return Procedure(
        module,
        match[4],
        (match[1] or "Public").lower() != "private",
        least,
        None if endless else len(given),
        frozenset(re.match(r"\w+", name)[0].casefold() for name in names),  # type: ignore[index]
        tuple(body),
    )


def _within(text: str) -> str:
    """What stands before the bracket that closes the one already open."""
    depth = 1
    for place, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if not depth:
            return text[:place]
    raise AssertionError(f"no closing bracket: {text}")


def complaints(sources: Mapping[str, str]) -> list[str]:
    """What a compiler would say first: names that nothing declares, calls that do not fit."""
    known = [p for name, source in sources.items() for p in procedures(name, source)]
    found = [f"{p.module}.{p.name} twice" for p in known if _twice(p, known)]
    for one in known:
        local = _local(one, sources[one.module])
        strict = "Option Explicit" in sources[one.module]
        for line in one.body:
            for name, place in _words(line):
                if name.casefold() in local | BUILT_IN:
                    continue
                called = _resolve(name, one.module, known)
                if called is None and strict:
                    found.append(f"{one.module}.{one.name}: {name} is nothing")
                elif called is not None and not _fits(called, line, name, place):
                    found.append(f"{one.module}.{one.name}: {name} called as {line}")
    return found


def _twice(one: Procedure, known: list[Procedure]) -> bool:
    """Another of the name in the same module; two branches of one ``#If`` declare alike."""
    alike = [p for p in known if (p.module, p.name) == (one.module, one.name)]
    return len(alike) > 1 and any(p.body for p in alike)


def _local(one: Procedure, source: str) -> set[str]:
    body = "\n".join(one.body)
    said = [match[1] for line in one.body if (match := _DECLARING.match(line))]
    declared = {n.casefold() for text in said for n in re.findall(r"(?:^|,\s*)(\w+)", text)}
    labels = {name.casefold() for name in re.findall(r"^(\w+):", body, re.MULTILINE)}
    outside = re.findall(r"(?m)^\s*(?:Private|Public|Dim)\s+(?:Const\s+)?(\w+)\s+As\b", source)
    return declared | labels | one.names | {one.name.casefold()} | {n.casefold() for n in outside}


def _words(line: str) -> Iterator[tuple[str, int]]:
    """Names that a line uses by themselves: no members of something, no named arguments."""
    for match in re.finditer(r"(?<![\w.!&])[A-Za-z]\w*(?!\w)(?!\s*:=)", line):
        yield match[0], match.end()


def _resolve(name: str, module: str, known: list[Procedure]) -> Procedure | None:
    own = [p for p in known if p.name.casefold() == name.casefold()]
    seen = [p for p in own if p.module == module] or [p for p in own if p.public]
    return seen[0] if seen else None


def _fits(called: Procedure, line: str, name: str, place: int) -> bool:
    """As many arguments as it takes, in brackets or, for a statement, without."""
    rest = line[place:].lstrip()
    if rest.startswith("("):
        inside = _within(rest[1:])
    elif line.startswith(name) or line.startswith(f"Call {name}"):
        inside = rest
    else:
        inside = ""
    flat = inside
    while re.search(r"\([^()]*\)", flat):
        flat = re.sub(r"\([^()]*\)", "", flat)
    count = len(flat.split(",")) if inside.strip() else 0
    return called.least <= count and (called.most is None or count <= called.most)
