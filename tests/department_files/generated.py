"""Department files made at random, each with what it means: the lines, or why it is refused."""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import xlwt

WINDOWS = ("税务", "残联", "医保", "公安出入境", "不动产 登记", "人社")
DEDUCTING = ("业务规范", "窗口规范", "评价管理", "人员进驻")
NAMES = ("张三", "李四", "王小明", "欧阳娜娜", "陈·艾力", "张䶮")
WORDS = {
    "window": ("窗口", "窗口名称", "所在窗口", "单位", "部门", "单 位", "责任窗口"),
    "module": ("模块", "考核模块", "所属模块", "计入模块"),
    "points": ("分值", "扣分", "扣分值", "扣分（分）", "分数", "减分"),
    "date": ("日期", "发生日期", "时间"),
    "reason": ("事由", "扣分原因", "备注", "情况说明", "扣分事由"),
    "name": ("姓名", "工作人员", "人员姓名"),
    "score": ("考核分", "得分", "季度考核分", "考核得分（100分）"),
}
TITLES = ("2023年第一季度扣分明细表", "XX县政务服务中心窗口考核", "（内部资料）")
SUMS = ("合计", "合 计", "总计：", "小计", "汇总", "平均", "平均分", "最高分")
SIGNED = ("填表人：张三", "制表：李四", "审核人：王五", "2023年4月2日", "审核", "负责人（签字）：")
NOTES = ("备注：本表一式两份", "注：以上已核实", "说明：分值均为正数")
ENDINGS = ("", "；早退", '"当场"纠正', "，\n脱岗")
ODD_FORMATS = {"0%": "%", "¥0.00": "¥", '0"元"': "元"}


@dataclass
class Case:
    """A file and what it means.

    ``lines`` are window, module or name, and figure of each line; ``told`` must stand in the
    report, ``refused`` in the message where nothing is to be taken.
    """

    path: Path
    kind: str
    lines: list[tuple[str, str, Decimal | str]] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    refused: str = ""
    sheets: tuple[str, ...] = ()
    all_sheets: bool = False


@dataclass
class Sheet:
    """A sheet in the making: rows of values, formats and merges by place (from 0)."""

    name: str
    rows: list[list[Any]]
    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden: bool = False
    hidden_rows: set[int] = field(default_factory=set)


class Maker:
    """Makes cases; the same seed makes the same files."""

    def __init__(self, seed: int, folder: Path) -> None:
        self.random = random.Random(seed)
        self.folder = folder

    def make(self, number: int) -> Case:
        """The next file."""
        pick = self.random
        kind = pick.choice(("ledger", "ledger", "staff"))
        ending = pick.choice((".csv", ".csv", ".txt", ".xlsx", ".xlsx", ".xls", ".et"))
        case = Case(self.folder / f"{number}{ending}", kind)
        is_text = ending in (".csv", ".txt")
        sheet = self._list(case, is_text=is_text)
        sheets = [sheet]
        if not is_text:
            sheets += self._others(case, sheet)
            pick.shuffle(sheets)
        {".csv": self._csv, ".txt": self._csv, ".xlsx": self._xlsx}.get(ending, self._xls)(
            case.path, sheets
        )
        return case

    # ── one list ──

    def _list(self, case: Case, *, is_text: bool) -> Sheet:
        pick = self.random
        ledger = case.kind == "ledger"
        fields = ["window", *(("module", "points") if ledger else ("name", "score"))]
        fields += [f for f in ("date", "reason") if ledger and pick.random() < 0.7]
        pick.shuffle(fields)
        serial = pick.random() < 0.5
        columns = ["serial", *fields] if serial else fields
        rows: list[list[Any]] = [[pick.choice(TITLES)] for _ in range(pick.randrange(3))]
        sheet = Sheet(pick.choice(("Sheet1", "一季度", "明细", "名单")), rows)
        heads = [pick.choice(WORDS[f]) if f != "serial" else "序号" for f in columns]
        self._header(sheet, columns, heads, is_text=is_text)
        for number in range(pick.randrange(1, 9)):
            if pick.random() < 0.1:
                rows.append([])
            self._line(case, sheet, columns, number, is_text=is_text)
        if pick.random() < 0.08:
            self._fault(case, sheet, columns, heads)
        if not is_text and not case.refused and pick.random() < 0.15:
            self._odd_format(case, sheet, columns)
        self._foot(case, sheet, columns)
        return sheet

    def _header(self, sheet: Sheet, columns: list[str], heads: list[str], *, is_text: bool) -> None:
        top = len(sheet.rows)
        rest = [n for n, name in enumerate(columns) if name not in ("serial", "window")]
        if self.random.random() < 0.7 or rest != list(range(min(rest), max(rest) + 1)):
            sheet.rows.append(list(heads))
            return
        upper: list[Any] = ["" if n in rest else head for n, head in enumerate(heads)]
        upper[rest[0]] = "考核情况"
        lower = [head if n in rest else "" for n, head in enumerate(heads)]
        sheet.rows += [upper, lower]
        if not is_text:
            sheet.merges.append((top, rest[0], top, rest[-1]))
            sheet.merges += [(top, n, top + 1, n) for n in range(len(heads)) if n not in rest]

    def _line(
        self, case: Case, sheet: Sheet, columns: list[str], number: int, *, is_text: bool
    ) -> None:
        pick = self.random
        window = pick.choice(WINDOWS)
        day = dt.date(2023, 1, 1) + dt.timedelta(pick.randrange(90))
        second = (
            pick.choice(DEDUCTING) if case.kind == "ledger" else f"{pick.choice(NAMES)}{number}"
        )
        whole = Decimal(pick.randrange(1, 20 if case.kind == "ledger" else 1000))
        figure = whole / (2 if case.kind == "ledger" else 10)
        spelt = pick.choice((window, window.replace(" ", ""), f" {window}　"))
        values: dict[str, Any] = {
            "serial": number + 1,
            "window": spelt,
            "module": second,
            "name": second,
            "points": figure,
            "score": figure,
            "date": day.isoformat() if is_text or pick.random() < 0.5 else day,
            "reason": f"第{number}件，迟到" + pick.choice(ENDINGS),
        }
        if is_text and pick.random() < 0.3:
            values["points"] = values["score"] = f"{figure}分"
        if not is_text and pick.random() < 0.1:
            sheet.hidden_rows.add(len(sheet.rows))
            case.told.append("被筛选或隐藏")
        sheet.rows.append([values[name] for name in columns])
        case.lines.append((window, second, figure))

    def _fault(self, case: Case, sheet: Sheet, columns: list[str], heads: list[str]) -> None:
        """Spoil the last line: a day that is none, a sign against the module, no window."""
        row = sheet.rows[-1]
        line = len(sheet.rows)
        which = self.random.choice(("date", "sign", "window"))
        if which == "date" and "date" in columns:
            row[columns.index("date")] = self.random.choice(("2023-02-30", 20230230, "20231301"))
        elif which == "sign" and "points" in columns:
            row[columns.index("points")] = "+1"
        else:
            row[columns.index("window")] = None
        case.refused = f"第{line}行"

    def _odd_format(self, case: Case, sheet: Sheet, columns: list[str]) -> None:
        """Let a figure be shown as another; the text that is shown is what is written."""
        code, sign = self.random.choice(tuple(ODD_FORMATS.items()))
        row = len(sheet.rows) - 1
        column = columns.index("points" if "points" in columns else "score")
        sheet.formats[row, column] = code
        window, second, figure = case.lines[-1]
        text = f"{figure:f}".rstrip("0").rstrip(".") if "." in f"{figure:f}" else f"{figure:f}"
        if sign == "%":
            text = (
                f"{figure * 100:f}".rstrip("0").rstrip(".")
                if "." in f"{figure * 100:f}"
                else (f"{figure * 100:f}")
            )
        shown = f"¥{text}" if sign == "¥" else f"{text}{sign}"
        case.lines[-1] = window, second, shown
        case.told.append(f"显示“{shown}”")

    def _foot(self, case: Case, sheet: Sheet, columns: list[str]) -> None:
        pick = self.random
        figure = columns.index("points" if "points" in columns else "score")
        if pick.random() < 0.4:
            row: list[Any] = [None] * len(columns)
            place = pick.choice([n for n in range(len(columns)) if n != figure])
            row[place] = pick.choice(SUMS)
            row[figure] = 99
            sheet.rows.append(row)
            case.told.append(f"第{len(sheet.rows)}行“{row[place]}”是汇总行")
        if pick.random() < 0.3:
            row = [None] * len(columns)
            for n in pick.sample(range(len(columns)), 2):
                row[n] = pick.choice(SIGNED[:4])
            sheet.rows.append(row)
            case.told.append(f"第{len(sheet.rows)}行是填表、审核等签名行")
        if pick.random() < 0.2:
            sheet.rows.append([pick.choice(NOTES)])
            case.told.append(f"第{len(sheet.rows)}行是表下的说明")

    # ── beside it ──

    def _others(self, case: Case, sheet: Sheet) -> list[Sheet]:
        pick = self.random
        header = ["窗口", "模块", "分值"] if case.kind == "ledger" else ["窗口", "姓名", "考核分"]
        line = ["税务", "业务规范" if case.kind == "ledger" else "赵六", 7]
        found = []
        if pick.random() < 0.2:
            found.append(Sheet("封面", [["请各单位核对后报送"]]))
            case.told.append("“封面”")
        if pick.random() < 0.2:
            found.append(Sheet("去年", [header, line], hidden=True))
            case.told.append("“去年”（隐藏）")
        if pick.random() < 0.2:
            found.append(Sheet("填写示例", [header, line]))
            case.told.append("“填写示例”（示例）")
        if pick.random() < 0.25:
            found.append(Sheet("二月", [header, line]))
            self._second(case, sheet, (str(line[0]), str(line[1]), Decimal(7)))
        return found

    def _second(self, case: Case, sheet: Sheet, line: tuple[str, str, Decimal]) -> None:
        """Another sheet of the kind: named, all, or neither."""
        which = self.random.choice(("named", "all", "neither"))
        if which == "named":
            case.sheets = (sheet.name,)
            case.told.append("“二月”")
        elif which == "all":
            case.all_sheets = True
            case.lines.append(line)
        else:
            case.refused = "--all-sheets"

    # ── files ──

    def _csv(self, path: Path, sheets: list[Sheet]) -> None:
        pick = self.random
        out = io.StringIO(newline="")
        writer = csv.writer(
            out, delimiter=pick.choice(",,,\t;"), lineterminator=pick.choice(("\r\n", "\n"))
        )
        spare = pick.choice(([], [], [""]))
        for row in sheets[0].rows:
            writer.writerow([*("" if value is None else value for value in row), *spare])
        encoding = pick.choice(("utf-8", "utf-8-sig", "gb18030", "utf-16"))
        path.write_bytes(out.getvalue().encode(encoding))

    def _xlsx(self, path: Path, sheets: list[Sheet]) -> None:
        book = openpyxl.Workbook()
        book.remove(book.worksheets[0])
        for sheet in sheets:
            made = book.create_sheet(sheet.name)
            for r, row in enumerate(sheet.rows, 1):
                for c, value in enumerate(row, 1):
                    if value is not None and value != "":
                        made.cell(r, c, value)
            for (r, c), code in sheet.formats.items():
                made.cell(r + 1, c + 1).number_format = code
            for top, left, bottom, right in sheet.merges:
                made.merge_cells(None, top + 1, left + 1, bottom + 1, right + 1)
            for r in sheet.hidden_rows:
                made.row_dimensions[r + 1].hidden = True
            made.sheet_state = "hidden" if sheet.hidden else "visible"
        book.active = next(n for n, sheet in enumerate(sheets) if not sheet.hidden)
        book.save(path)

    def _xls(self, path: Path, sheets: list[Sheet]) -> None:
        book = xlwt.Workbook()
        day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
        for sheet in sheets:
            made = book.add_sheet(sheet.name, cell_overwrite_ok=True)
            for r, row in enumerate(sheet.rows):
                for c, value in enumerate(row):
                    if value is None or value == "":
                        continue
                    code = sheet.formats.get((r, c))
                    style = xlwt.easyxf(num_format_str=code) if code else xlwt.Style.default_style
                    value = float(value) if isinstance(value, Decimal) else value
                    made.write(r, c, value, day if isinstance(value, dt.date) else style)
            for top, left, bottom, right in sheet.merges:
                made.merge(top, bottom, left, right)
            for r in sheet.hidden_rows:
                made.row(r).hidden = True
            made.visibility = int(sheet.hidden)
        book.active_sheet = next(n for n, sheet in enumerate(sheets) if not sheet.hidden)
        book.save(str(path))
