"""Which sheets of a file are meant: the only one that suits, or those that staff name."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence

from xl_appraisal.book.read.typed_values import is_blank, squeeze
from xl_appraisal.book.sheets import COLUMNS, RANKING, RULES
from xl_appraisal.model.errors import ImportFileError
from xl_appraisal.model.record import Record
from xl_appraisal.work.importing.header import Header, find_header
from xl_appraisal.work.importing.list_kinds import SheetKind
from xl_appraisal.work.importing.source_lines import OtherRows
from xl_appraisal.work.importing.source_sheet import SourceSheet, refused

_EXAMPLE = re.compile("示例|样例|样表|模板|范例|填写说明|填表说明")


class SheetChoice(Record):
    """What staff said: sheets by name (hidden ones and examples too), or all that suit.

    ``ask`` is called with a file's sheets where several suit, and answers which (from 0).
    """

    names: tuple[str, ...] = ()
    all_sheets: bool = False
    ask: Callable[[str, Sequence[str]], Collection[int]] | None = None


class Suited(Record):
    """A sheet, what it is taken for, and its header; ``None`` where none was found."""

    sheet: SourceSheet
    kind: SheetKind
    header: Header | None

    @property
    def lines(self) -> int:
        """The rows below the header that are lines, those too that only lack the window's name."""
        if self.header is None:
            return 0
        columns = self.header.columns
        figures = {c for name in self.kind.needed[-1] for c in columns.get(name, ())}
        others = OtherRows(self.header, figures, ())
        count = 0
        for row, cells in self.sheet.grid.rows():
            filled = {c for c in others.known & set(cells) if not is_blank(cells[c].value)}
            if row > self.header.bottom and (others.window in filled or len(filled) > 1):
                count += not others.why(cells)
        return count

    @property
    def is_complete(self) -> bool:
        return self.header is not None and self.kind.is_complete(self.header)

    @property
    def held(self) -> str:
        """What the sheet holds, in words."""
        if self.sheet.is_blank:
            return "空白"
        if self.header is None:
            return "没有认出表头"
        return f"像{self.kind.sheet}，{self.lines}行" + ("" if self.is_complete else "，表头不全")


def choose(
    sheets: Sequence[SourceSheet],
    wanted: Sequence[SheetKind],
    others: Sequence[SheetKind],
    choice: SheetChoice,
    met: set[str],
) -> tuple[list[Suited], list[str]]:
    """The sheets of one file that are meant, and a sentence on each that is left out.

    ``met`` takes up the names asked for that the file has.  Raises :class:`ImportFileError`
    where several suit and none was named, or only hidden sheets or examples do.
    """
    suited = [_suit(sheet, wanted, others) for sheet in sheets]
    known = {squeeze(name) for name in choice.names}
    named = [one for one in suited if squeeze(one.sheet.name) in known]
    met |= {squeeze(one.sheet.name) for one in named}
    if named and len(sheets) > 1:
        taken = [_as_wanted(one, wanted) for one in named]
        return taken, _left_out(suited, taken, wanted)
    fitting = [one for one in suited if one.kind in wanted and one.header is not None]
    fitting = _own(sheets, fitting, wanted) or fitting
    fitting = [one for one in fitting if one.is_complete] or fitting
    open_ones = [one for one in fitting if not _why_aside(one.sheet)]
    full = [one for one in open_ones if one.lines] or open_ones[:1]
    if len(full) > 1 and not choice.all_sheets:
        full = _asked(suited, full, choice)
    if not full and fitting:
        names = "、".join(f"“{one.sheet.name}”" for one in fitting)
        raise refused(
            sheets[0].file,
            [
                f"只有{names}像{wanted[0].sheet}，但它是隐藏的工作表、示例或样例，没有导入。"
                "确要导入的，请先取消隐藏、改名〔命令行：或用 --sheet 写明工作表名称〕。"
            ],
        )
    if not full:
        shown = [one for one in suited if not _why_aside(one.sheet) and not one.sheet.is_blank]
        full = [_as_wanted(one, wanted) for one in (shown or suited)[:1]]
    return full, _left_out(suited, full, wanted)


def _suit(sheet: SourceSheet, wanted: Sequence[SheetKind], others: Sequence[SheetKind]) -> Suited:
    """A sheet as the kind that explains most of its headers, a wanted one among equals."""
    found = [Suited(sheet, k, find_header(sheet.grid, k.find)) for k in (*wanted, *others)]
    fitting = [one for one in found if one.header and "window" in one.header.columns]
    return max(fitting, key=_worth, default=Suited(sheet, wanted[0], None))


def _worth(one: Suited) -> tuple[bool, int]:
    return one.is_complete, len(one.header.columns) if one.header else 0


def _as_wanted(one: Suited, wanted: Sequence[SheetKind]) -> Suited:
    return one if one.kind in wanted else _suit(one.sheet, wanted[:1], ())


def _own(
    sheets: Sequence[SourceSheet], fitting: list[Suited], wanted: Sequence[SheetKind]
) -> list[Suited]:
    """Of a quarter's own workbook, the sheet of that very name."""
    if not {RANKING, RULES, COLUMNS} <= {sheet.name for sheet in sheets}:
        return []
    return [one for one in fitting if one.sheet.name in {kind.sheet for kind in wanted}]


def _asked(suited: list[Suited], full: list[Suited], choice: SheetChoice) -> list[Suited]:
    file = full[0].sheet.file
    if choice.ask is not None:
        answer = choice.ask(file, [f"{one.sheet.name}（{one.held}）" for one in full])
        if not answer:
            raise refused(file, ["没有选工作表，什么都没有导入。"])
        if unknown := sorted(set(answer) - set(range(len(full)))):
            numbers = "、".join(str(number + 1) for number in unknown)
            raise refused(file, [f"列出的工作表里没有序号{numbers}，什么都没有导入。请重新选。"])
        return [one for n, one in enumerate(full) if n in answer]
    listed = "；".join(f"“{one.sheet.name}”{_why_aside(one.sheet)}：{one.held}" for one in suited)
    raise refused(
        file,
        [
            f"有{len(full)}张工作表像{full[0].kind.sheet}，不知道要导入哪些，什么都没有导入。"
            f"各工作表：{listed}。"
            "请写明要导入哪些〔命令行：--sheet 名称，可以写几次；或用 --all-sheets 导入全部像的，"
            "隐藏的和示例除外〕。"
        ],
    )


def _why_aside(sheet: SourceSheet) -> str:
    """Why a sheet is imported only when it is named; empty for any other."""
    if sheet.hidden:
        return "（隐藏）"
    return "（示例）" if _EXAMPLE.search(sheet.name) else ""


def _left_out(suited: list[Suited], taken: list[Suited], wanted: Sequence[SheetKind]) -> list[str]:
    """A sentence on the sheets that are not imported, each with the reason."""
    names = {one.sheet.name for one in taken}
    told = []
    for one in suited:
        if one.sheet.name in names:
            continue
        more = (
            f"，不是这次要导入的〔命令行：用 {one.kind.option}〕"
            if one.header and one.kind not in wanted
            else ""
        )
        told.append(f"“{one.sheet.name}”{_why_aside(one.sheet)}（{one.held}{more}）")
    return [f"{suited[0].sheet.file} 里没有导入的工作表：{'、'.join(told)}。"] if told else []


def check_names(choice: SheetChoice, met: set[str]) -> None:
    """Refuse names of sheets that no file has."""
    missing = [name for name in choice.names if squeeze(name) not in met]
    if missing:
        names = "、".join(f"“{name}”" for name in missing)
        raise ImportFileError(
            "要导入的工作表", [f"没有一个文件里有工作表{names}。请照原样写名称。"]
        )
