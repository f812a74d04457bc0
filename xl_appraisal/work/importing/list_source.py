"""A list in a sheet: its header matched by words, its lines told from notes and sums."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from xl_appraisal.model.grid import a1, column_name
from xl_appraisal.work.importing.header import Header, find_header
from xl_appraisal.work.importing.header_words import header_sign
from xl_appraisal.work.importing.list_kinds import LEDGER_KIND, ListKind
from xl_appraisal.work.importing.source_lines import SourceLine, SourceLines
from xl_appraisal.work.importing.source_sheet import SourceSheet, refused


def read_list(
    sheet: SourceSheet,
    kind: ListKind = LEDGER_KIND,
    header: Header | None = None,
    windows: Collection[str] = (),
) -> ListSource:
    """Read the sheet's list of that kind; ``windows`` are names known to be windows.

    Raises :class:`ImportFileError` with every fault of its header and its lines.
    """
    header = header or find_header(sheet.grid, kind.find)
    faults = list(_header_faults(kind, header.columns if header else {}))
    if faults or header is None:
        raise refused(sheet.title, faults)
    source = ListSource(sheet, header, kind)
    source.read(windows)
    return source


class ListSource(SourceLines):
    """A sheet read as a list.

    ``sign`` is what the header of the points says of them: ``+``, ``-`` or nothing.
    """

    no_window = "没有写窗口。请填写窗口名称或删去此行。"
    merged = "。请取消合并，每行都填写完整。"

    def __init__(self, sheet: SourceSheet, header: Header, kind: ListKind) -> None:
        super().__init__(sheet, header)
        self.kind = kind
        self.sign = header_sign(header.texts.get(self.columns.get("points", 0), ""))
        self._beside = 0

    def where(self, row: int) -> str:
        return f"{self.name} 第{row}行"

    def figures(self) -> Mapping[str, Mapping[str, bool]]:
        own = (name for name in self.kind.figures if name in self.columns)
        return {name: {"score": name == "score"} for name in own}

    def is_line(self, line: SourceLine) -> bool:
        if all(map(self.is_nothing, line.cells.values())):
            self._beside += 1
            return False
        super().is_line(line)
        self.faults += [
            f"{a1(line.row, self.columns[name])}：公式还没有结果。"
            "请先用 Excel/WPS 打开此文件并保存一次。"
            for name, cell in line.cells.items()
            if cell.value is None and cell.formula is not None
        ]
        return True

    @property
    def report(self) -> list[str]:
        """What was made of its columns and rows."""
        kind = self.kind
        told = f"{self.name}：{len(self.lines)}{kind.line}{kind.lines}。"
        if not self.lines:
            told = f"{self.name}：表头下面没有{kind.lines}，没有可导入的内容。"
        beside = (
            [f"有{self._beside}行只在没有对应栏目的列里有内容，未导入。"] if self._beside else []
        )
        return [told, *self.matched(kind.headers), *self.left_out, *beside, *self.unclear]


def _header_faults(kind: ListKind, found: Mapping[str, tuple[int, ...]]) -> Iterator[str]:
    headers = kind.headers
    for name, columns in found.items():
        if len(columns) > 1:
            cells = "、".join(f"{column_name(c)}列" for c in columns)
            yield f"{cells}的表头都表示“{headers[name]}”，分不清以哪一列为准。{kind.remedy}"
    for names in kind.needed:
        if not any(name in found for name in names):
            wanted = "或".join(f"“{headers[name]}”" for name in names)
            yield (
                f"前50行里找不到表头{wanted}。表头应为：{'、'.join(headers.values())}，"
                "次序不限，可以缺少用不到的。"
            )
