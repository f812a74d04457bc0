"""Each structure of a workbook grown eight times: memory and steps grow as much; none is timed.

A hostile file is small and has very many of one thing.  What was quadratic in one of them shows
in the calls; what was kept for each, in the memory.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest

from tests.hostile.test_bounded import MIB, peak
from tests.ooxml.books import MAIN, PACKAGE, RELATIONS, parts, sheet_xml, workbook_xml, zipped
from xl_appraisal.ooxml import Workbook

FEW, TIMES = 250, 8
ONE_ROW = '<row r="1"><c r="A1"><v>1</v></c></row>'
Members = Mapping[str, str | bytes]


def lines(count: int, line: Callable[[int], str]) -> str:
    return "".join(map(line, range(1, count + 1)))


def one_sheet(rows: str = ONE_ROW, after: str = "", **more: str | bytes) -> Members:
    return parts(sheet_xml(rows, after=after), **more)


def cells(count: int) -> Members:
    return one_sheet(lines(count, lambda n: f'<row r="{n}"><c r="B{n}"><v>{n}.5</v></c></row>'))


def wide(count: int) -> Members:
    return one_sheet(f'<row r="1">{lines(count, lambda n: "<c><v>1</v></c>")}</row>')


def formulas(count: int) -> Members:
    first = f'<c r="A1"><f t="shared" ref="A1:A{count + 1}" si="0">B1+1</f><v>1</v></c>'
    more = lines(count, lambda n: f'<row r="{n + 1}"><c><f t="shared" si="0"/><v>1</v></c></row>')
    return one_sheet(f'<row r="1">{first}</row>{more}')


def texts(count: int) -> Members:
    strings = lines(count, lambda n: f"<si><t>窗口{n}</t></si>")
    used = lines(count, lambda n: f'<row r="{n}"><c t="s"><v>{n - 1}</v></c></row>')
    return one_sheet(used, sharedStrings=f'<sst xmlns="{MAIN}">{strings}</sst>')


def repeated(count: int) -> Members:
    used = lines(count, lambda n: f'<row r="{n}"><c t="s"><v>0</v></c></row>')
    return one_sheet(used, sharedStrings=f'<sst xmlns="{MAIN}"><si><t>甲</t></si></sst>')


def runs(count: int) -> Members:
    rich = f"<si>{lines(count, lambda n: f'<r><t>甲{n}</t></r>')}</si>"
    row = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    return one_sheet(row, sharedStrings=f'<sst xmlns="{MAIN}">{rich}</sst>')


def merges(count: int) -> Members:
    inside = lines(count, lambda n: f'<mergeCell ref="B{2 * n}:C{2 * n + 1}"/>')
    return one_sheet(after=f"<mergeCells>{inside}</mergeCells>")


def equal_merges(count: int) -> Members:
    inside = '<mergeCell ref="B2:C300"/>' * count
    return one_sheet(after=f"<mergeCells>{inside}</mergeCells>")


def conditional_formats(count: int) -> Members:
    def block(n: int) -> str:
        rule = f'<cfRule type="expression" priority="{n}"><formula>A{n}=1</formula></cfRule>'
        return f'<conditionalFormatting sqref="A{n}">{rule}</conditionalFormatting>'

    return one_sheet(after=lines(count, block))


def validations(count: int) -> Members:
    def one(n: int) -> str:
        return (
            f'<dataValidation sqref="A{n}" type="whole"><formula1>{n}</formula1></dataValidation>'
        )

    return one_sheet(after=f"<dataValidations>{lines(count, one)}</dataValidations>")


def filters(count: int) -> Members:
    inside = lines(count, lambda n: f'<filter val="{n}"/>')
    column = f'<filterColumn colId="0"><filters>{inside}</filters></filterColumn>'
    return one_sheet(after=f'<autoFilter ref="A1:A9">{column}</autoFilter>')


def hidden_rows(count: int) -> Members:
    return one_sheet(lines(count, lambda n: f'<row r="{n}" hidden="1"><c><v>1</v></c></row>'))


def formats(count: int) -> Members:
    codes = lines(
        count, lambda n: f'<numFmt numFmtId="{n + 200}" formatCode="0.0&quot;{n}&quot;"/>'
    )
    xfs = lines(count, lambda n: f'<xf numFmtId="{n + 200}"/>')
    styles = f'<numFmts>{codes}</numFmts><cellXfs><xf numFmtId="0"/>{xfs}</cellXfs>'
    rows = lines(count, lambda n: f'<row r="{n}"><c s="{n}"><v>1</v></c></row>')
    return one_sheet(rows, styles=f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>')


def defined_names(count: int) -> Members:
    inside = lines(count, lambda n: f'<definedName name="n{n}">排名!$A${n}</definedName>')
    after = f"<definedNames>{inside}</definedNames>"
    return one_sheet(workbook=workbook_xml(after=after))


def relationships(count: int) -> Members:
    members = dict(one_sheet())
    links = lines(
        count, lambda n: f'<Relationship Id="z{n}" Type="{RELATIONS}/x" Target="x{n}.bin"/>'
    )
    name = "xl/_rels/workbook.xml.rels"
    members[name] = str(members[name]).replace("</Relationships>", f"{links}</Relationships>")
    return members


def members(count: int) -> Members:
    return {**one_sheet(), **{f"xl/media/image{n}.bin": b"x" for n in range(count)}}


def sheets(count: int) -> Members:
    made = dict(one_sheet())
    for n in range(2, count // 10 + 2):
        made[f"xl/worksheets/sheet{n}.xml"] = sheet_xml(ONE_ROW)
    ids = range(2, count // 10 + 2)
    more = "".join(f'<sheet name="表{n}" sheetId="{n}" r:id="r{n}"/>' for n in ids)
    made["xl/workbook.xml"] = str(made["xl/workbook.xml"]).replace("</sheets>", f"{more}</sheets>")
    links = "".join(
        f'<Relationship Id="r{n}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in ids
    )
    name = "xl/_rels/workbook.xml.rels"
    made[name] = str(made[name]).replace("</Relationships>", f"{links}</Relationships>")
    return made


def tables(count: int) -> Members:
    made = dict(one_sheet())
    for n in range(1, count // 10 + 1):
        made[f"xl/tables/table{n}.xml"] = (
            f'<table xmlns="{MAIN}" id="{n}" name="T{n}" displayName="T{n}" ref="A{n}:B{n + 1}"/>'
        )
    links = "".join(
        f'<Relationship Id="t{n}" Type="{RELATIONS}/table" Target="../tables/table{n}.xml"/>'
        for n in range(1, count // 10 + 1)
    )
    made["xl/worksheets/_rels/sheet1.xml.rels"] = (
        f'<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>'
    )
    return made


STRUCTURES = (
    cells, wide, formulas, texts, repeated, runs, merges, equal_merges, conditional_formats,
    validations, filters, hidden_rows, formats, defined_names, relationships, members, sheets,
    tables,
)  # fmt: skip


def salted(members: Members, salt: int) -> Members:
    """The same parts with another end: what was kept of them in the process is of no use."""
    return {
        name: f"{text}<!--{salt}-->" if isinstance(text, str) and text.endswith(">") else text
        for name, text in members.items()
    }


def use(path: Path) -> None:
    """Everything that reading, looking, writing a cell and saving do."""
    book = Workbook.open(path)
    for name in book.sheet_names:
        assert book.grid(name).cells
        book.looks(name)
    book.set("排名", {(1, 1): Decimal(2)})
    book.grow_table("排名", (1, 1), 2)
    book.save(path.with_suffix(".out.xlsx"))


def steps(work: Callable[[], None]) -> int:
    """Calls of functions, Python's and C's, that it takes: the same on every machine."""
    count = 0

    def told(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(told)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("structure", STRUCTURES, ids=lambda made: made.__name__)
def test_memory_and_steps_grow_with_the_file(
    structure: Callable[[int], Members], tmp_path: Path
) -> None:
    """Eight times as many cost eight times as much, not 64; and some dozen bytes for each byte."""
    cost: dict[int, tuple[int, int]] = {}
    for count in (FEW, TIMES * FEW):
        made, path = structure(count), tmp_path / f"{count}.xlsx"
        path.write_bytes(zipped(made))
        use(path)  # what is imported once a process
        measured = []
        for salt, measure in enumerate((peak, steps)):
            path.write_bytes(zipped(salted(made, salt)))
            measured.append(measure(partial(use, path)))
        cost[count] = measured[0], measured[1]
        size = sum(len(name) + len(content) for name, content in made.items())
        assert cost[count][0] < 60 * size + MIB
    for few, many in zip(cost[FEW], cost[TIMES * FEW], strict=True):
        assert many < 1.5 * TIMES * few


def test_what_is_quadratic_is_found() -> None:
    """Pairs of names compared: 62,500 calls for 250, four million for 2,000."""

    def pairs(count: int) -> None:
        names = [str(number) for number in range(count)]
        for one in names:
            for other in names:
                one.startswith(other)

    few, many = steps(partial(pairs, FEW)), steps(partial(pairs, TIMES * FEW))
    assert many > 1.5 * TIMES * few
