"""What the clerk does on 名次表."""

from __future__ import annotations

from tests.libreoffice.clerk.sight import Action, Sight, plain
from xl_appraisal.book.sheets import LEDGER, RANKING, STAFF
from xl_appraisal.model.grid import column_name

_FIGURES = ("rank", "total", "business_conduct", "reward", "red_flag", "personnel_stationing")


class TableActions(Sight):
    """Items typed, copied and moved, windows named and sorted, figures typed over."""

    # ── 名次表 ──

    def _item(self) -> list[Action]:
        column = self._choose.choice(self._items())
        return [["type", RANKING, self._at(self._row(), column), self._item_value(column)]]

    def _items_block(self) -> list[Action]:
        column = self._choose.choice(self._items())
        rows = [[plain(self._item_value(column))] for _ in range(self._choose.randint(2, 4))]
        return [["paste", RANKING, self._at(self._row(), column), rows]]

    def _copy_items(self) -> list[Action]:
        column = self._choose.choice(self._items())
        what = self._choose.choice(("", "SVD", "SVDF"))
        source, target = self._at(self._row(), column), self._at(self._row(), column)
        return [["copy", RANKING, source, RANKING, target, what]]

    def _copy_row(self) -> list[Action]:
        row, to = self._row(), self._choose.choice((self._row(), self._spare()))
        right = column_name(51)
        what = self._choose.choice(("", "SVDF", "SVD"))
        return [["copy", RANKING, f"A{row}:{right}{row}", RANKING, f"A{to}", what]]

    def _clear_items(self) -> list[Action]:
        items, row = self._items(), self._row()
        start = self._choose.randrange(len(items))
        left = self._at(row, items[start])
        right = self._at(row, items[min(start + self._choose.randint(0, 12), len(items) - 1)])
        return [["clear", RANKING, f"{left}:{right}"]]

    def _name(self) -> list[Action]:
        row = self._choose.choice((self._row(), self._spare()))
        name = self._choose.choice((self._window_name(), "新窗口", "税务", ""))
        return [self._typed(RANKING, self._at(row, "window"), name)]

    def _type_over(self) -> list[Action]:
        column = self._choose.choice((*_FIGURES, "staff_performance"))
        return [["type", RANKING, self._at(self._row(), column), self._number()]]

    def _move_items(self) -> list[Action]:
        column = self._choose.choice(self._items())
        source, target = self._at(self._row(), column), self._at(self._row(), column)
        return [["cut", RANKING, source, RANKING, target]]

    def _move_row(self) -> list[Action]:
        row, right = self._row(), column_name(51)
        to = self._choose.choice((self._row(), self._spare()))
        return [["cut", RANKING, f"A{row}:{right}{row}", RANKING, f"A{to}"]]

    def _own_formula(self) -> list[Action]:
        items, other = self._items(), self._at(self._row(), self._choose.choice(self._items()))
        points, score = f"$加扣分明细.D{self._line(LEDGER)}", f"$人员考核.C{self._line(STAFF)}"
        text = self._choose.choice(
            (f"={other}", f"={other}+1", f"=SUM({other};0.5)", f"={points}", f"={score}/100",
             f'=IF({other}="";1;2)')
        )  # fmt: skip
        sheet, place = self._choose.choice(
            ((RANKING, self._at(self._row(), self._choose.choice(items))),
             (RANKING, self._at(self._row(), self._choose.choice(items))),
             (LEDGER, f"D{self._line(LEDGER)}"), (STAFF, f"C{self._line(STAFF)}"))
        )  # fmt: skip
        text = text.replace(other, f"$名次表.{other}") if sheet != RANKING else text
        return [["type", sheet, place, text]]

    def _sort_windows(self) -> list[Action]:
        first, last = min(self._rows), max(self._rows)
        by = self._choose.choice((1, 2, 9, 10))
        area = f"A{first}:{column_name(51)}{last}"
        return [["sort", RANKING, area, by, self._choose.random() < 0.5]]
