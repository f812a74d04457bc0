"""Workbook files rebuilt another way: merges, shared texts and relationships, sound or not.

Some changes mean nothing (texts in another order, in runs, in their cells; links renamed): then
every total is what it was.  Others cannot be meant: then the file is refused, or a finding is new.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random
from xml.sax.saxutils import escape

from tests.fuzz.samples import command, digest, workbook
from tests.fuzz.verdict import CONFIRMED, FINDING, REFUSED, clear
from xl_appraisal.hosts import FileHost
from xl_appraisal.work.desk import appraise_host

Members = dict[str, bytes]
Totals = dict[str, Decimal | None]
STRINGS, LINKS = "xl/sharedStrings.xml", "xl/_rels/workbook.xml.rels"
SHEETS = "xl/worksheets/sheet"
_ITEM = re.compile(rb"<si>(.*?)</si>|<si/>", re.DOTALL)
_SHARED = re.compile(rb'(<c r="[A-Z]+[0-9]+"(?: s="[0-9]+")?) t="s"><v>([0-9]+)</v></c>')
_LINK = re.compile(rb"<Relationship [^>]*/>")


def strings(random: Random, folder: Path) -> str:
    """Texts moved, in runs, with readings, in their cells; or named by a number that is none."""
    return _case(random, folder, (_reordered, _in_runs, _inline, _unused), (_no_such, _two_parts))


def relationships(random: Random, folder: Path) -> str:
    """Links shuffled, renamed, absolute, of unknown kinds; or doubled, outside, to nothing."""
    return _case(random, folder, (_shuffled, _renamed, _absolute, _unknown), (_doubled, _leading))


def merges(random: Random, folder: Path) -> str:
    """Merged areas beside everything, or over headers, names and figures, too large, too many."""
    return _case(random, folder, (_merged_aside,), (_merged_anywhere, _merged_anywhere))


Change = Callable[[Random, Members], None]


def _case(random: Random, folder: Path, same: tuple[Change, ...], other: tuple[Change, ...]) -> str:
    """Up to three changes that mean nothing; in half of the cases one that means something."""
    members = _sample()
    for change in random.choices(same, k=random.randint(1, 3)):
        change(random, members)
    sound = random.random() < 0.5
    if not sound:
        random.choice(other)(random, members)
    path = folder / "book.xlsx"
    path.write_bytes(_zipped(members))
    own = digest(path)
    code, _, said = command("recalc", path, "--out", folder / "out.xlsx")
    assert digest(path) == own
    if code == 2:
        assert not sound, f"a sound file was refused: {said}"
        clear(said)
        assert not (folder / "out.xlsx").exists()
        return REFUSED
    totals, findings = _appraised(path)
    before, known = _untouched()
    new = findings - known
    if totals != before:
        assert not sound, f"{before} became {totals} by a change that means nothing"
        assert new, f"{before} became {totals} without a word"
    return FINDING if new else CONFIRMED


@cache
def _untouched() -> tuple[Totals, frozenset[str]]:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        path.write_bytes(_zipped(_sample()))
        return _appraised(path)


def _appraised(path: Path) -> tuple[Totals, frozenset[str]]:
    appraisal = appraise_host(FileHost(path)).appraisal
    told = frozenset(f"{f.code} {f.where} {f.message}" for f in appraisal.findings)
    return {window.window: window.total for window in appraisal.windows}, told


def _sample() -> Members:
    with zipfile.ZipFile(io.BytesIO(workbook(True))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _zipped(members: Members) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


# ── shared texts ──


def _items(members: Members) -> list[bytes]:
    return [match[0] for match in _ITEM.finditer(members[STRINGS])]


def _put_items(members: Members, items: list[bytes]) -> None:
    first, last = members[STRINGS].index(b"<si"), members[STRINGS].rindex(b"</sst>")
    members[STRINGS] = members[STRINGS][:first] + b"".join(items) + members[STRINGS][last:]


def _each_sheet(members: Members, change: Callable[[re.Match[bytes]], bytes]) -> None:
    for name in members:
        if name.startswith(SHEETS):
            members[name] = _SHARED.sub(change, members[name])


def _reordered(random: Random, members: Members) -> None:
    items = _items(members)
    order = list(range(len(items)))
    random.shuffle(order)
    _put_items(members, [items[old] for old in order])
    now = {old: new for new, old in enumerate(order)}
    _each_sheet(members, lambda cell: cell[1] + b' t="s"><v>%d</v></c>' % now.get(int(cell[2]), 0))


def _text(item: bytes) -> str:
    from xml.etree import ElementTree

    return "".join(node.text or "" for node in ElementTree.fromstring(item).iter("t"))


def _in_runs(random: Random, members: Members) -> None:
    items = _items(members)
    for at in random.sample(range(len(items)), len(items) // 3):
        if b"<rPh" in items[at] or b"<r>" in items[at]:
            continue
        text = _text(items[at])
        cut = random.randrange(len(text) + 1)
        parts = (text[:cut], text[cut:])
        runs = "".join(f'<r><t xml:space="preserve">{escape(part)}</t></r>' for part in parts)
        items[at] = f'<si>{runs}<rPh sb="0" eb="1"><t>读音</t></rPh></si>'.encode()
    _put_items(members, items)


def _inline(random: Random, members: Members) -> None:
    items = _items(members)

    def inside(cell: re.Match[bytes]) -> bytes:
        if random.random() < 0.5 or int(cell[2]) >= len(items):
            return cell[0]
        body = items[int(cell[2])].removeprefix(b"<si>").removesuffix(b"</si>")
        return cell[1] + b' t="inlineStr"><is>' + body.replace(b"<si/>", b"") + b"</is></c>"

    _each_sheet(members, inside)


def _unused(random: Random, members: Members) -> None:
    more = random.choice((b"<si/>", b"<si><t/></si>", "<si><t>没有用到</t></si>".encode()))
    _put_items(members, [*_items(members), *[more] * random.choice((1, 30, 3000))])


def _no_such(random: Random, members: Members) -> None:
    number = random.choice((b"99999999", b"-1", b"1.5", b""))
    name = f"{SHEETS}{random.randint(1, 3)}.xml"
    members[name] = members[name].replace(b' t="s"><v>', b' t="s"><v>' + number, 1)


def _two_parts(_: Random, members: Members) -> None:
    members["xl/strings2.xml"] = members[STRINGS]
    link = next(m[0] for m in _LINK.finditer(members[LINKS]) if b"/sharedStrings" in m[0])
    other = link.replace(b"sharedStrings.xml", b"strings2.xml").replace(b'Id="', b'Id="other')
    members[LINKS] = members[LINKS].replace(link, link + other)


# ── relationships ──


def _links(members: Members) -> list[bytes]:
    return [match[0] for match in _LINK.finditer(members[LINKS])]


def _put_links(members: Members, links: list[bytes]) -> None:
    first, last = members[LINKS].index(b"<Relationship "), members[LINKS].rindex(b"</Rel")
    members[LINKS] = members[LINKS][:first] + b"".join(links) + members[LINKS][last:]


def _shuffled(random: Random, members: Members) -> None:
    links = _links(members)
    random.shuffle(links)
    _put_links(members, links)


def _renamed(random: Random, members: Members) -> None:
    """Every link's id, in the links and where the workbook names it."""
    word = b"x%d" % random.randrange(10**6)
    members[LINKS] = members[LINKS].replace(b' Id="', b' Id="' + word)
    members["xl/workbook.xml"] = members["xl/workbook.xml"].replace(b' r:id="', b' r:id="' + word)


def _absolute(_: Random, members: Members) -> None:
    members[LINKS] = re.sub(rb'Target="(?!/)', b'Target="/xl/', members[LINKS])


def _unknown(random: Random, members: Members) -> None:
    link = b'<Relationship Id="u%d" Type="http://example.org/x" Target="x.bin"/>'
    more = [link % random.randrange(10**9) for _ in range(random.choice((1, 20, 500)))]
    _put_links(members, [*_links(members), *more])


def _doubled(random: Random, members: Members) -> None:
    links = _links(members)
    one, other = random.choice(links), random.choice(links)
    named = re.search(rb' Id="[^"]*"', one)
    assert named is not None
    _put_links(members, [*links, re.sub(rb' Id="[^"]*"', named[0], other)])


def _leading(random: Random, members: Members) -> None:
    links = _links(members)
    at = random.randrange(len(links))
    odd = (b"../../x.xml", b"file:///etc/passwd", b"nothing.xml", b"", b"worksheets/")
    links[at] = re.sub(rb'Target="[^"]*"', b'Target="' + random.choice(odd) + b'"', links[at])
    if random.random() < 0.5:
        links[at] = links[at].replace(b"/>", b' TargetMode="External"/>')
    _put_links(members, links)


# ── merges ──


def _merge(members: Members, sheet: int, refs: list[str]) -> None:
    name = f"{SHEETS}{sheet}.xml"
    inside = "".join(f'<mergeCell ref="{ref}"/>' for ref in refs).encode()
    if b"<mergeCells" in members[name]:
        members[name] = re.sub(
            rb"<mergeCells[^>]*>", lambda m: b"<mergeCells>" + inside, members[name], count=1
        )
        return
    after = rb"</sheetData>(?:<sheetProtection[^>]*/>)?(?:<autoFilter[^>]*/>)?"
    whole = b"<mergeCells>" + inside + b"</mergeCells>"
    members[name] = re.sub(after, lambda m: m[0] + whole, members[name], count=1)


def _merged_aside(random: Random, members: Members) -> None:
    """Below and to the right of everything."""
    top = random.randint(3000, 4000)
    refs = [f"CA{top + 3 * n}:CC{top + 3 * n + 1}" for n in range(random.choice((1, 5, 200)))]
    _merge(members, random.randint(2, 3), refs)


def _merged_anywhere(random: Random, members: Members) -> None:
    refs = []
    for _ in range(random.choice((1, 1, 3, 20))):
        top, left = random.randint(1, 12), random.randint(1, 26)
        bottom = top + random.choice((0, 1, 3, 40, 70000, 1048576 - top))
        right = min(left + random.choice((0, 1, 4)), 26)
        refs.append(f"{chr(64 + left)}{top}:{chr(64 + right)}{bottom}")
    _merge(members, random.randint(1, 5), refs)
