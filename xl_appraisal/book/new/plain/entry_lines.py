"""算式明细: what each line of 加扣分明细 and of 人员考核 counts for, or why it does not."""

from __future__ import annotations

from xl_appraisal.book.new.plain import entry_names as names
from xl_appraisal.book.new.plain import typed_cells as cells
from xl_appraisal.book.new.plain.entry_names import Names
from xl_appraisal.book.new.plain.helper_block import Block, Field
from xl_appraisal.book.new.plain.typed_cells import BAD, quoted
from xl_appraisal.book.sheets import LEDGER_TABLE, STAFF_TABLE, STRUCK, TableSheet
from xl_appraisal.model.grid import column_name

STAFF_SCALE = 10_000
STAFF_PLACES = 4
_COUNTS, _STRUCK, _UNCLEAR = range(3)


class Lines:
    """The columns that both lists need; ``rows`` are the window rows' keys on 算式.

    ``window`` is the row of a line's window on 名次表 (0 for none), ``counting`` the same for
    lines that count, ``faulty`` for those that stop their window; ``note`` says why.
    """

    def __init__(self, block: Block, table: TableSheet, keys: Field) -> None:
        self.block, self.table = block, table
        name = f'IF(ISERROR({self.cell("window")}),"",{cells.name_key(self.cell("window"))})'
        key = block.add("窗口", name)
        rows = f"(ROW({keys.column})*EXACT({keys.column},{key.at}))"
        used = f"COUNTA({self._line()})>0"
        found = f'IF({key.at}="",0,SUMPRODUCT(MAX{rows}))'
        self.window = block.add("行", f'IF({used},{found},"")')
        self.status = block.add("状态", self._status())

    def cell(self, field: str) -> str:
        return cells.same_row(self.table.name, self._letters(field))

    def _letters(self, field: str) -> str:
        return column_name(self.table.place(field) + 1)

    def _line(self) -> str:
        fields = [field for field, _ in self.table.fields]
        return f"{self.cell(fields[0])}:{self.cell(fields[-1])}"

    def _status(self) -> str:
        cell, key = self.cell("status"), cells.name_key(self.cell("status"))
        return cells.cases(
            (f"ISERROR({cell})", str(_UNCLEAR)),
            (f"LEN({key})=0", str(_COUNTS)),
            (f"EXACT({key},{quoted(STRUCK)})", str(_STRUCK)),
            otherwise=str(_UNCLEAR),
        )

    def settle(self, fault: str) -> None:
        """Add what becomes of the line; ``fault`` is a formula for what is wrong with it."""
        window, add = self.window.at, self.block.add
        unclear = quoted(f"状态只能留空或写“{STRUCK}”")
        counts = f"AND(N({window})>0,{self.status.at}<>{_STRUCK})"
        told = f"IF({self.status.at}={_UNCLEAR},{unclear},{fault})"
        self.fault = add("不能计的原因", f'IF({counts},{told},"")')
        fine = f'AND({counts},{self.fault.at}="")'
        self.counting = add("计入行", f'IF({fine},{window},"")')
        self.faulty = add("停计行", f'IF({self.fault.at}="","",{window})')
        lost = quoted("窗口不在名次表中，这一行没有计入")
        loose = f"IF(AND({window}=0,{self.status.at}<>{_STRUCK}),{lost},{self.fault.at})"
        self.note = add("提示", f'IF({window}="","",{loose})')
        self.number = add("提示号", f'IF({self.note.at}="","",COUNTIF({self.note.above},"?*"))')

    @property
    def overflow(self) -> str:
        """Whether the list goes on below the rows that are looked at, as a condition."""
        letters, sheet = self._letters("window"), self.table.name
        return f"COUNTA({sheet}!${letters}${self.block.last + 1}:${letters}$1048576)>0"

    def faults_of(self, row: str) -> str:
        return f"COUNTIF({self.faulty.column},{row})"

    def first_fault(self, row: str) -> str:
        """The first faulty line of that window's row, with what is wrong with it."""
        told = self.told(self.fault, f"MATCH({row},{self.faulty.column},0)")
        return f'IF({self.faults_of(row)}=0,"",{told})'

    def told(self, field: Field, place: str) -> str:
        """What a field says of the line at that place, with its row on the sheet."""
        line = f'"“{self.table.name}”第"&({self.block.first - 1}+{place})&"行："'
        return f"{line}&INDEX({field.column},{place})"


class Staff(Lines):
    """人员考核: scores in ten-thousandths."""

    def __init__(self, block: Block, keys: Field) -> None:
        super().__init__(block, STAFF_TABLE, keys)
        read = cells.figure(self.cell("score"), cells.MOST_POINTS, STAFF_PLACES, STAFF_SCALE)
        self.score = block.add("考核分", read)
        wrong = quoted(f"考核分认不出：应为不小于0的数字，最多{STAFF_PLACES}位小数")
        self.settle(f'IF({self.score.at}={quoted(BAD)},{wrong},"")')

    def number_of(self, row: str) -> str:
        return f'COUNTIFS({self.counting.column},{row},{self.score.column},">=0")'

    def sum_of(self, row: str) -> str:
        return f"SUMIFS({self.score.column},{self.counting.column},{row})"


class Ledger(Lines):
    """加扣分明细: points and counts in millionths, by item, module and measure."""

    def __init__(self, block: Block, keys: Field, known: Names) -> None:
        super().__init__(block, LEDGER_TABLE, keys)
        self.names = known
        self.module = block.add("模块", self._module())
        self.item = block.add("项目", self._item())
        at, none = self.item.at, f"N({self.item.at})<1"
        kind, home = known.of(names.KIND, at), known.of(names.MODULE, at)
        self.kind = block.add("种类", f"IF({none},{names.MODULE_ENTRY},{kind})")
        self.home = block.add("项目模块", f"IF({none},0,{home})")
        self.routed = block.add("按明细", f"IF({none},0,IF({home}={names.ROUTED},1,0))")
        self.points = block.add("分值", cells.figure(self.cell("points"), cells.MOST_POINTS))
        plain = cells.figure(self.cell("count"), cells.MOST_COUNT)
        share = f"IF({none},FALSE,{known.of(names.SHARE, at)}=1)"
        self.count = block.add("数量", f"IF({share},{cells.share(self.cell('count'))},{plain})")
        self.measured = block.add("计数用途", f"IF({none},0,{known.of(names.MEASURE, at)})")
        self.settle(self._fault())
        counts = f'AND({self.measured.at}>0,ISNUMBER({self.count.at}),{self.counting.at}<>"")'
        self.measure = block.add("计入用途", f'IF({counts},{self.measured.at},"")')

    def _module(self) -> str:
        cell = self.cell("module")
        found = self.names.module_meant(cells.name_key(cell))
        known = f"IF({found}=0,{quoted(BAD)},{found})"
        return f"IF(ISERROR({cell}),{quoted(BAD)},IF({cells.is_blank(cell)},0,{known}))"

    def _item(self) -> str:
        cell = self.cell("item")
        key = f"LOWER({cells.name_key(cell)})"
        found = self.names.item_meant(key, f"N({self.module.at})")
        return f"IF(ISERROR({cell}),{quoted(BAD)},IF({cells.is_blank(cell)},0,{found}))"

    def _fault(self) -> str:
        bad, kind = quoted(BAD), self.kind.at
        unsure = quoted("项目名称可能指几个项目，请写明其中一个")
        return cells.cases(
            (f"{self.item.at}={names.AMBIGUOUS}", unsure),
            (f"{self.module.at}={bad}", quoted("没有这个模块")),
            (f"{self.item.at}={bad}", quoted("项目认不出")),
            (f"{self.points.at}={bad}", quoted("分值认不出：应为不小于0的数字，加分扣分都填正数")),
            (f"{self.count.at}={bad}", quoted("数量认不出：应为不小于0的数字")),
            (f"{kind}={names.MODULE_ENTRY}", self._module_fault()),
            (f"{kind}={names.POINTS}", self._points_fault()),
            (f"{kind}={names.COUNT}", self._count_fault()),
            (f"{kind}={names.IDLE}", _IDLE),
        )

    def _module_fault(self) -> str:
        means = [f"{self.module.at}={self.names.module(m)}" for m in sorted(self.names.means)]
        unrouted = f"OR({','.join([f'{self.module.at}=0', *means])})"
        told = quoted("没有写栏目中的项目，也没有写加扣分的模块")
        return f'IF({unrouted},{told},IF({self.points.at}="",{_NO_POINTS},""))'

    def _points_fault(self) -> str:
        module, home = self.module.at, self.home.at
        deductive = [f"{module}={self.names.module(m)}" for m in self.names.deductive]
        uncounted = f'OR({self.measured.at}=0,{self.count.at}="")'
        routed, pointless = f"{self.routed.at}=1", f'{self.points.at}=""'
        return cells.cases(
            (f"AND({routed},{pointless})", _NO_POINTS),
            (f"AND({routed},NOT(OR({','.join(deductive)})))", quoted("没有写扣哪个模块")),
            (routed, '""'),
            (f"AND({module}<>0,{module}<>{home})", quoted("项目不属于所写的模块")),
            (f"AND({pointless},{uncounted})", _NO_POINTS),
        )

    def _count_fault(self) -> str:
        told = quoted("这是计数项目：只填数量，不填分值")
        return cells.cases(
            (f'{self.count.at}=""', quoted("没有数量")), (f'{self.points.at}<>""', told)
        )

    # ── what a window's row asks ──

    def points_sum(self, row: str, item: int, module: int | None = None) -> str:
        """The points of an item's lines (0: lines straight to a module)."""
        return f"SUMIFS({self.points.column},{self._of(row, item, module)})"

    def points_number(self, row: str, item: int, module: int | None = None) -> str:
        found = self._of(row, item, module)
        return f'COUNTIFS({found},{self.points.column},">=0")'

    def _of(self, row: str, item: int, module: int | None) -> str:
        routed = "" if module is None else f",{self.module.column},{module}"
        return f"{self.counting.column},{row},{self.item.column},{item}{routed}"

    def count_sum(self, row: str, measure: int) -> str:
        return f"SUMIFS({self.count.column},{self._measured(row, measure)})"

    def count_number(self, row: str, measure: int) -> str:
        return f"COUNTIFS({self._measured(row, measure)})"

    def _measured(self, row: str, measure: int) -> str:
        return f"{self.counting.column},{row},{self.measure.column},{measure}"

    def vetoes(self, row: str) -> str:
        """A line that says 0, in its count or without one in its points, vetoes nobody."""
        found = f"{self.counting.column},{row},{self.kind.column},{names.VETOED}"
        none = f"COUNTIFS({found},{self.count.column},0)"
        pointless = f'COUNTIFS({found},{self.count.column},"",{self.points.column},0)'
        return f"COUNTIFS({found})-{none}-{pointless}"


_IDLE = quoted("此项目不是加扣分项目")
_NO_POINTS = quoted("没有分值")
