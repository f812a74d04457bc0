"""Department files made at random, each with what it means: the lines, or why it is refused."""

from __future__ import annotations

import random
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

from tests.department_files.dates import dated, outside, spoiled
from tests.department_files.made import BLIND, Case, Sheet
from tests.department_files.writers import WRITERS

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
SIGNED = ("填表人：张三", "制表：李四", "审核人：王五", "2023年4月2日")
NOTES = ("备注：本表一式两份", "注：以上已核实", "说明：分值均为正数")
ENDINGS = ("", "；早退", '"当场"纠正', "，\n脱岗")
ODD_FORMATS = {"0%": "%", "¥0.00": "¥", '0"元"': "元"}
ENDS = (".csv", ".csv", ".txt", ".xlsx", ".xlsx", ".xls", ".et", ".xlsb", ".ods")


class Maker:
    """Makes cases; the same seed makes the same files."""

    def __init__(self, seed: int, folder: Path) -> None:
        self.random = random.Random(seed)
        self.folder = folder

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def make(self, number: int) -> Case:
        """The next file."""
        pick = self.random
        case = Case(self.folder / f"{number}{pick.choice(ENDS)}", pick.choice(KINDS))
        sheet = List(self, case).sheet
        sheets = [sheet]
        if not case.is_text:
            sheets += self._others(case, sheet)
            pick.shuffle(sheets)
        if case.ending in BLIND and not case.refused:
            case.told.append(f"{case.ending} 文件读不到隐藏的行列")
        if case.ending == ".xlsb" and not case.refused:
            case.told.append("公式算出的空白与没有填写分不开")
        if case.ending == ".et" and not case.refused:
            case.told.append("没有用 WPS 存的 .et 试过")
        WRITERS[case.ending](case.path, sheets, pick)
        return case

    # ── beside the list ──

    def _others(self, case: Case, sheet: Sheet) -> list[Sheet]:
        header = ["窗口", "模块", "分值"] if case.kind == "ledger" else ["窗口", "姓名", "考核分"]
        line = ["税务", "业务规范" if case.kind == "ledger" else "赵六", 7]
        found = []
        if self.chance(0.2):
            found.append(Sheet("封面", [["请各单位核对后报送"]]))
            case.told.append("“封面”")
        if self.chance(0.2):
            found.append(Sheet("去年", [header, line], hidden=True))
            case.told.append("“去年”（隐藏）")
        if self.chance(0.2):
            found.append(Sheet("填写示例", [header, line]))
            case.told.append("“填写示例”（示例）")
        if self.chance(0.25):
            found.append(Sheet("二月", [header, line]))
            self._second(case, sheet, line)
        return found

    def _second(self, case: Case, sheet: Sheet, line: list[Any]) -> None:
        """Another sheet of the kind: named, all, or neither, which only an empty list allows."""
        second = str(line[0]), str(line[1]), Decimal(line[2]), ""
        which = self.random.choice(("named", "all", "neither"))
        if which == "named":
            case.sheets = (sheet.name,)
            case.told.append("“二月”")
            return
        case.all_sheets = which == "all"
        if not case.lines and not case.refused:
            case.lines.append(second)
            case.told = [t for t in case.told if not t.startswith(("第", "表头", "有"))]
            case.told.append(f"“{sheet.name}”（像")
        elif which == "all":
            case.lines.append(second)
        else:
            case.refused = "--all-sheets"


KINDS = ("ledger", "ledger", "staff")


class List:
    """A ledger or list of staff scores in the making."""

    def __init__(self, maker: Maker, case: Case) -> None:
        self.pick, self.chance, self.case = maker.random, maker.chance, case
        ledger = case.kind == "ledger"
        fields = ["window", *(("module", "points") if ledger else ("name", "score"))]
        fields += [f for f in ("date", "reason") if ledger and self.chance(0.7)]
        self.pick.shuffle(fields)
        self.columns = ["serial", *fields] if self.chance(0.5) else fields
        self.figure = "points" if ledger else "score"
        self.rows: list[list[Any]] = [
            [self.pick.choice(TITLES)] for _ in range(self.pick.randrange(3))
        ]
        self.sheet = Sheet(self.pick.choice(("Sheet1", "一季度", "明细", "名单")), self.rows)
        self._header(
            [self.pick.choice(WORDS[f]) if f != "serial" else "序号" for f in self.columns]
        )
        self._body()
        self._foot()

    def at(self, field: str) -> int:
        return self.columns.index(field)

    @property
    def last(self) -> int:
        """The number of the last row as people count."""
        return len(self.rows)

    def _body(self) -> None:
        if self.chance(0.06):  # nothing to report
            self.case.told.append("表头下面没有")
            return
        for number in range(self.pick.randrange(1, 9)):
            if self.chance(0.1):
                self.rows.append([])
            self._line(number)
        if self.chance(0.1):
            self._fault()
        elif self.chance(0.06) and self.case.kind == "ledger":
            self._twice()
        elif not self.case.is_text and self.chance(0.15):
            self._odd_format()
        if "serial" in self.columns and self.chance(0.15):
            self.rows.append([9 if name == "serial" else None for name in self.columns])
            alone = f"第{self.last}行只有一格文字" if self.case.is_text else "有1行只在没有对应"
            self.case.told.append(alone)

    # ── the heading ──

    def _header(self, heads: list[str]) -> None:
        """One row, or two or three with the rest of the columns under a group's name."""
        top, rest = self.last, [n for n, name in enumerate(self.columns) if name not in APART]
        deep = (
            self.pick.choice((1, 1, 2, 3)) if rest == list(range(min(rest), max(rest) + 1)) else 1
        )
        if deep == 1:
            self.rows.append(list(heads))
            return
        groups = [["考核情况", *[""] * (len(rest) - 1)]]
        if deep == 3:
            groups.append(["本季度扣分", *[""] * (len(rest) - 2), heads[rest[-1]]])
        lower = [heads[n] for n in rest]
        if deep == 3:
            lower[-1] = ""
        for n, texts in enumerate([*groups, lower]):
            row: list[Any] = ["" if c in rest or n else head for c, head in enumerate(heads)]
            row[rest[0] : rest[-1] + 1] = texts
            self.rows.append(row)
        if self.case.ending in (".csv", ".txt", ".xlsb"):
            return
        apart = [n for n in range(len(heads)) if n not in rest]
        merges = [(top, n, top + deep - 1, n) for n in apart]
        merges.append((top, rest[0], top, rest[-1]))
        if deep == 3:
            merges.append((top + 1, rest[-1], top + 2, rest[-1]))
            merges += [(top + 1, rest[0], top + 1, rest[-2])] if len(rest) > 2 else []
        self.sheet.merges += merges

    # ── the lines ──

    def _line(self, number: int) -> None:
        pick, case = self.pick, self.case
        window = pick.choice(WINDOWS)
        ledger = case.kind == "ledger"
        second = pick.choice(DEDUCTING) if ledger else f"{pick.choice(NAMES)}{number}"
        figure = (
            Decimal(pick.randrange(1, 20)) / 2 if ledger else Decimal(pick.randrange(12, 1000)) / 10
        )
        meant, written = dated(pick, texts=case.is_text) if "date" in self.columns else ("", None)
        if ledger and (window, second, figure, meant) in case.lines:
            return  # the same by chance
        values: dict[str, Any] = {
            "serial": number + 1,
            "window": pick.choice((window, window.replace(" ", ""), f" {window}　")),
            "module": second,
            "name": second,
            "points": figure,
            "score": figure,
            "date": written,
            "reason": f"第{number}件，迟到" + pick.choice(ENDINGS),
        }
        if case.is_text and self.chance(0.3):
            values[self.figure] = f"{figure}分"
        if not case.is_text and self.chance(0.1):
            self.sheet.hidden_rows.add(len(self.rows))
            case.told += ["被筛选或隐藏"] if case.ending not in BLIND else []
        self.rows.append([values[name] for name in self.columns])
        case.lines.append((window, second, figure, meant))
        if outside(meant):
            case.told += ["日期不在2023年第1季度之内", f"第{self.last}行{meant}"]

    def _fault(self) -> None:
        """Spoil the last line: a day that is none, a sign against the module, no window."""
        row = self.rows[-1]
        which = self.pick.choice(("date", "sign", "window", "share"))
        self.case.refused = f"第{self.last}行"
        if which == "date" and "date" in self.columns:
            row[self.at("date")] = spoiled(self.pick)
        elif which == "sign" and "points" in self.columns:
            row[self.at("points")] = "+1"
        elif which == "share" and self.figure == "score" and self.case.ending in BLIND:
            row[self.at("score")] = Decimal("0.95")
            self.case.refused = f"{chr(65 + self.at('score'))}{self.last}：0.95，可能是95%"
        else:
            row[self.at("window")] = None

    def _twice(self) -> None:
        """The last line again, written otherwise: refused, or both taken where that is allowed."""
        row, first = list(self.rows[-1]), self.last
        row[self.at("window")] = f"　{row[self.at('window')]} "
        self.rows.append(row)
        self.case.allow_duplicates = self.chance(0.5)
        if self.case.allow_duplicates:
            self.case.lines.append(self.case.lines[-1])
            if outside(self.case.lines[-1][3]):
                self.case.told.append(f"第{self.last}行{self.case.lines[-1][3]}")
        else:
            self.case.refused = f"第{self.last}行与第{first}行内容完全相同"

    def _odd_format(self) -> None:
        """Let a figure be shown as another; the text that is shown is what is written."""
        code, sign = self.pick.choice(tuple(ODD_FORMATS.items()))
        if self.case.ending == ".xlsb" or (self.case.ending == ".ods" and sign == "元"):
            return
        self.sheet.formats[len(self.rows) - 1, self.at(self.figure)] = code
        window, second, figure, day = self.case.lines[-1]
        assert isinstance(figure, Decimal)
        read = figure * 100 if sign == "%" else figure
        places = Decimal("0.01") if sign == "¥" else Decimal(1)
        if self.case.ending == ".ods":  # of which the reader tells no decimals
            value = f"{read.normalize():f}"
        else:
            value = f"{read.quantize(places, ROUND_HALF_UP):f}"
        shown = f"¥{value}" if sign == "¥" else f"{value}{sign}"
        self.case.lines[-1] = window, second, shown, day
        self.case.told.append(f"显示“{shown}”")

    # ── below it ──

    def _foot(self) -> None:
        pick, case, figure = self.pick, self.case, self.at(self.figure)
        if self.chance(0.4):
            row: list[Any] = [None] * len(self.columns)
            place = pick.choice([n for n in range(len(self.columns)) if n != figure])
            row[place], row[figure] = pick.choice(SUMS), 99
            self.rows.append(row)
            case.told.append(f"第{self.last}行“{row[place]}”是汇总行")
        if self.chance(0.3):
            row = [None] * len(self.columns)
            for n in pick.sample(range(len(self.columns)), 2):
                row[n] = pick.choice(SIGNED)
            self.rows.append(row)
            case.told.append(f"第{self.last}行是填表、审核等签名行")
        if self.chance(0.2):
            self.rows.append([pick.choice(NOTES)])
            case.told.append(f"第{self.last}行是表下的说明")


APART = ("serial", "window")  # heads that stand beside a group
