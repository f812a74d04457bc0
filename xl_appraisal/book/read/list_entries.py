"""The lists beside the table read as evidence: staff scores, ledger entries, published figures."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal

from xl_appraisal.book.read.list_sheets import ListRow, ListTable
from xl_appraisal.book.read.name_index import NameIndex
from xl_appraisal.book.read.repeated_people import People
from xl_appraisal.book.read.struck_lines import about_line, is_struck, standing
from xl_appraisal.book.read.typed_values import (
    Unreadable,
    is_blank,
    read_number,
    read_share,
    read_text,
    squeeze,
)
from xl_appraisal.model.exact import plain
from xl_appraisal.model.findings import Finding, Place, Severity
from xl_appraisal.model.grid import Cell
from xl_appraisal.model.layout.layout import VETO
from xl_appraisal.model.rulebook import Rulebook
from xl_appraisal.scoring import Entry, Given, Published


class ByWindow:
    """What a list holds for each window (by squeezed name), and what is wrong with it.

    ``blocking`` are findings of windows on the table, ``loose`` those that no window can be
    named for.
    """

    def __init__(self) -> None:
        self.staff: dict[str, list[Given]] = defaultdict(list)
        self.entries: dict[str, list[Entry]] = defaultdict(list)
        self.blocking: dict[str, list[Finding]] = defaultdict(list)
        self.loose: list[Finding] = []

    def note(
        self,
        window: str,
        severity: Severity,
        code: str,
        message: str,
        place: Place,
        item: str = "",
        found: str = "",
        expected: str = "",
    ) -> None:
        finding = Finding(
            severity, code, message, place.sheet, place.cell, window, item, found, expected
        )
        if window:
            self.blocking[squeeze(window)].append(finding)
        else:
            self.loose.append(finding)


class ListReader:
    """Reads the lists against the windows that stand on 名次表 (squeezed name → name)."""

    def __init__(self, book: Rulebook, windows: Mapping[str, str]) -> None:
        self.book = book
        self.windows = windows
        self.index = NameIndex(book.notice, book.layout)
        self.found = ByWindow()
        lifts = (r for r in book.notice.rules.values() if r.lift)
        self.shares = {f"{r.id}.{r.lift.id}" for r in lifts if r.lift}
        self.shares |= {c.id for c in book.layout.all_columns if c.kind == "percent"}
        self.vetoes = {c.id for c in book.layout.all_columns if c.rule == VETO}

    # ── 人员考核 ──

    def read_staff(self, table: ListTable) -> None:
        """One person a row: window and quarterly score."""
        highest = self.book.notice.number("staff_score_max")
        people = People()
        for row in table.rows():
            window = self._window(row)
            if not window:
                continue
            if standing(self.found, row, window, about_line(row, "name", "score")) != "counts":
                continue
            score = read_number(row["score"], f"0 到 {plain(highest)} 的考核分")
            place = row.place("score")
            if isinstance(score, Unreadable):
                self._unreadable(window, "考核分", score, place)
            elif score is None:
                message = f"{window}：{_person(row)}没有考核分，未计入平均分。"
                self.found.note(window, "warning", "staff_score_blank", message, place, "考核分")
            else:
                if score > highest:
                    found = f"{_person(row)}考核分{plain(score)}，超过满分{plain(highest)}"
                    message = f"{window}：{found}，请核对。"
                    self.found.note(window, "warning", "over_maximum", message, place, "考核分")
                self.found.staff[squeeze(window)].append(Given(score, place))
                people.meet(window, row)
        for finding in people.findings():
            target = self.found.blocking[squeeze(finding.window)] if finding.window else None
            (self.found.loose if target is None else target).append(finding)

    # ── 加扣分明细 ──

    def read_ledger(self, table: ListTable) -> None:
        """One entry a row; names are resolved, what cannot be is a finding."""
        for row in table.rows():
            window = self._window(row, "info" if is_struck(row) else "error")
            about = about_line(row, "item", "module", "points", "count", "reason")
            if window and standing(self.found, row, window, about) == "counts":
                self._entry(row, window)

    def _entry(self, row: ListRow, window: str) -> None:
        module = self._module(row, window)
        if module is None:
            return
        label = read_text(row["item"])
        if isinstance(label, Unreadable):
            self._unreadable(window, "项目", label, row.place("item"))
            return
        item = self._item(row, window, label, module)
        if item is None:
            return
        points = read_number(row["points"], "不小于0的分值（加分扣分都填正数）")
        share = item in self.shares
        count = read_share(row["count"]) if share else read_number(row["count"], "不小于0的数量")
        for name, value in (("分值", points), ("数量", count)):
            if isinstance(value, Unreadable):
                self._unreadable(
                    window, name, value, row.place("points" if name == "分值" else "count")
                )
                return
        self.found.entries[squeeze(window)].append(
            Entry(
                place=row.place("points"),
                item=item,
                label=label,
                module=module,
                points=points if isinstance(points, Decimal) else None,
                count=None if isinstance(count, Unreadable) else count,
                date=_date(row["date"]),
                reason=_plain_text(row["reason"]),
            )
        )

    def _module(self, row: ListRow, window: str) -> str | None:
        text = read_text(row["module"])
        if isinstance(text, Unreadable):
            self._unreadable(window, "模块", text, row.place("module"))
            return None
        if not text:
            return ""
        module = self.index.module(text)
        if module is None:
            names = "、".join(m.name for m in self.book.notice.modules if m.method != "mean")
            message = f"{window}：没有模块“{text}”；应为{names}之一。此窗口暂不计分。"
            place = row.place("module")
            self.found.note(window, "error", "module_unknown", message, place, "模块", text, names)
        return module

    def _item(self, row: ListRow, window: str, label: str, module: str) -> str | None:
        """The item's id, empty for one without a column; ``None`` where it may be several."""
        if not label:
            return ""
        items = self.index.meant(label, module)
        if len(items) > 1 and set(items) <= self.vetoes:
            return items[0]
        if not items and module:
            self._tell_near(row, window, label, module)
        if len(items) > 1:
            labels = self.book.layout.labels
            names = "、".join(labels.get(item, item) for item in items)
            message = (
                f"{window}：项目“{label}”可能是{names}，分不清。请写明其中一个。此窗口暂不计分。"
            )
            place = row.place("item")
            self.found.note(window, "error", "item_ambiguous", message, place, label, label, names)
            return None
        return items[0] if items else ""

    def _tell_near(self, row: ListRow, window: str, label: str, module: str) -> None:
        """A name that is almost an item's: it counts for the module, its cap may be another."""
        near = self.index.near(label)
        if not near:
            return
        known = next((m.name for m in self.book.notice.modules if m.id == module), module)
        message = (
            f"{window}：项目“{label}”不在栏目中，按所写模块计入{known}；"
            f"是否想写{'、'.join(f'“{name}”' for name in near)}？"
        )
        self.found.note(window, "info", "item_near", message, row.place("item"), label, label)

    # ── 公布成绩 ──

    def read_published(self, table: ListTable) -> list[Published]:
        """The published figures of each window; what cannot be read is left out with a finding."""
        published = []
        if table.missing:
            message = f"缺少表头{'、'.join(table.missing)}，这些公布的数值不参加比对。"
            place = Place(table.grid.name, table.header_row, 1)
            self.found.note("", "warning", "published_header_missing", message, place)
        ids = {field_name: field_name for field_name in ("rank", "total")}
        ids |= {module.name: module.id for module in self.book.notice.modules}
        for row in table.rows():
            window = self._window(row, "warning")
            figures = {}
            for field_name, figure in ids.items():
                value = read_number(row[field_name], "公布的数值")
                place = row.place(field_name)
                if isinstance(value, Unreadable):
                    message = f"{window}：公布的数值为{value.found}，不参加比对。"
                    self.found.note("", "warning", value.code, message, place)
                elif value is not None:
                    figures[figure] = Given(value, place)
            if window:
                published.append(Published(window, figures))
        return published

    # ── shared ──

    def _window(self, row: ListRow, severity: Severity = "error") -> str:
        """The window's name as it stands on 名次表; empty, with a finding, for any other."""
        text = read_text(row["window"])
        place = row.place("window")
        if isinstance(text, Unreadable):
            message = f"窗口名称为{text.found}，这一行没有计入。请改成名次表中的窗口名称。"
            expected = "名次表中的窗口"
            self.found.note("", severity, text.code, message, place, "窗口", text.found, expected)
            return ""
        known = self.windows.get(squeeze(text))
        if known is None:
            found = f"窗口“{text}”不在名次表中" if text else "此行没有写窗口"
            message = f"{found}，这一行没有计入。请改成名次表中的窗口名称，或清空此行。"
            self.found.note(
                "", severity, "window_unknown", message, place, "窗口", text, "名次表中的窗口"
            )
            return ""
        return known

    def _unreadable(self, window: str, name: str, value: Unreadable, place: Place) -> None:
        message = f"{window}：{name}为{value.found}；应为{value.expected}。此窗口暂不计分。"
        self.found.note(
            window, "error", value.code, message, place, name, value.found, value.expected
        )


def _person(row: ListRow) -> str:
    name = _plain_text(row["name"])
    return f"人员“{name}”" if name else f"第{row.row}行人员"


def _plain_text(cell: Cell) -> str:
    text = read_text(cell)
    return "" if isinstance(text, Unreadable) else text


def _date(cell: Cell) -> str:
    if is_blank(cell.value):
        return ""
    if isinstance(cell.value, dt.datetime):
        return cell.value.date().isoformat()
    return _plain_text(cell)
