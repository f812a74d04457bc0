"""Workbook files damaged as bytes, as zip and as XML; read a second way where they are taken."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from pathlib import Path
from random import Random

from tests.fuzz import plain_sheet
from tests.fuzz.bytes import ODD, damaged
from tests.fuzz.samples import command, digest, workbook
from tests.fuzz.verdict import CONFIRMED, REFUSED, clear
from xl_appraisal.ooxml import Workbook, XlsxError

SNIPPETS = (
    b'<!DOCTYPE a [<!ENTITY b "c">]>',
    b"&b;",
    b"&#0;",
    b"&#x110000;",
    b"&amp;",
    b"<![CDATA[1]]>",
    b"<!-- x -->",
    b"<?pi x?>",
    b"]]>",
    b"<c/>",
    b'<c r="A1"><v>1</v></c>',
    b'<c r="XFE1"/>',
    b'<c r="A1048577"/>',
    b"<v>NaN</v>",
    b"<v>1e999</v>",
    b"<v>-0</v>",
    b'<f t="shared" si="0"/>',
    b'<f t="array" ref="A1:XFD1048576">1</f>',
    b"<f/>",
    b'<row r="1"/>',
    b'<row r="1048577"/>',
    b"<row/>",
    b"<is><t>x</t></is>",
    b'<mergeCell ref="A1:XFD1048576"/>',
    b' xmlns:y="z"',
    b' t="s"',
    b' t="d"',
    b' t="b"',
    b' s="99999999"',
    b' r=""',
    b"_x0000_",
    b"_xD800_",
    b"\xc3\x28",
    b'<sheet name="a" sheetId="1"/>',
    b"/>",
    b"</row>",
    b"</sheetData>",
    b"<sheetData>",
    b"<a><a><a>" * 300,
)
_TOKEN = re.compile(rb"<[^<>]*>|[^<>]+")


def raw(random: Random, folder: Path) -> str:
    """The file's bytes changed anywhere."""
    return _case(
        random, folder, damaged(random, workbook(True), (*ODD, b"PK\3\4", b"PK\1\2", b"PK\5\6"))
    )


def xml(random: Random, folder: Path) -> str:
    """One or two parts changed inside, the zip around them sound."""
    with zipfile.ZipFile(io.BytesIO(workbook(True))) as archive:
        members = {info.filename: archive.read(info) for info in archive.infolist()}
    for name in random.choices(
        [n for n in members if n.endswith((".xml", ".rels"))], k=random.choice((1, 1, 2))
    ):
        spoil = _tokens if random.random() < 0.7 else lambda r, d: damaged(r, d, SNIPPETS)
        members[name] = spoil(random, members[name])
    return _case(random, folder, _zipped(random, members))


def parts(random: Random, folder: Path) -> str:
    """Members left out, doubled, renamed or exchanged."""
    with zipfile.ZipFile(io.BytesIO(workbook(True))) as archive:
        members = [(info.filename, archive.read(info)) for info in archive.infolist()]
    for _ in range(random.choice((1, 1, 2))):
        at, other = random.randrange(len(members)), random.randrange(len(members))
        match random.randrange(5):
            case 0:
                del members[at]
            case 1:
                members.append(members[at])
            case 2:
                members[at] = (_renamed(random, members[at][0]), members[at][1])
            case 3:
                members[at] = (members[at][0], members[other][1])
            case 4:
                random.shuffle(members)
    return _case(random, folder, _zipped(random, members))


def _renamed(random: Random, name: str) -> str:
    odd = (
        "../",
        "/",
        "C:/",
        "\\",
        "..\\",
        "A" * 3000,
        "\u202e",
        "xl/../",
        "./",
        "~$",
        "CON",
        name.upper(),
        "%2e%2e/",
    )
    return random.choice(odd) + random.choice((name, name[1:], ""))


def _tokens(random: Random, data: bytes) -> bytes:
    """Tags and texts dropped, doubled, exchanged, or one of :data:`SNIPPETS` put between."""
    tokens = _TOKEN.findall(data) or [b""]
    for _ in range(random.choice((1, 1, 2, 4))):
        at, other = random.randrange(len(tokens)), random.randrange(len(tokens))
        match random.randrange(5):
            case 0:
                tokens[at] = b""
            case 1:
                tokens[at] = tokens[at] * 2
            case 2:
                tokens[at], tokens[other] = tokens[other], tokens[at]
            case 3:
                tokens.insert(at, random.choice(SNIPPETS))
            case 4:
                place = random.randrange(len(tokens[at]) + 1)
                tokens[at] = tokens[at][:place] + random.choice(SNIPPETS) + tokens[at][place:]
    return b"".join(tokens)


def _zipped(random: Random, members: dict[str, bytes] | list[tuple[str, bytes]]) -> bytes:
    buffer = io.BytesIO()
    listed = members.items() if isinstance(members, dict) else members
    method = random.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w", method) as archive:
        warnings.simplefilter("ignore")
        for name, content in listed:
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return buffer.getvalue()


def _case(random: Random, folder: Path, data: bytes) -> str:
    """Asked to recalculate into another file: it says so or does it; the input stays."""
    path, out = folder / "book.xlsx", folder / "out.xlsx"
    path.write_bytes(data)
    own = digest(path)
    taken = _check_reading(path, data)
    code, _, said = command("recalc", path, "--out", out)
    assert digest(path) == own
    if not out.exists():
        assert code == 2, f"nothing was written, but the code is {code}"
        clear(said)
        return REFUSED
    assert taken, "refused by the engine, taken by the command"
    _check_reading(out, out.read_bytes())
    return CONFIRMED


def _check_reading(path: Path, data: bytes) -> bool:
    """Every sheet that the engine reads holds what the standard library finds in it."""
    try:
        book = Workbook.open(path)
        grids = []
        for name in book.sheet_names:
            try:
                grids.append(book.grid(name))
            except XlsxError as error:
                clear(str(error))
    except XlsxError as error:
        clear(str(error))
        return False
    try:
        plain = plain_sheet.sheets(data)
    except Exception as error:
        assert len(grids) < len(book.sheet_names), f"only the engine reads it: {error!r}"
        return True
    for grid in grids:
        found = plain_sheet.differences(grid, plain[grid.name])
        assert not found, found[:3]
    return True
