"""What the clerk does on 加扣分明细 and 人员考核."""

from __future__ import annotations

from tests.libreoffice.clerk.sight import FIRST_LINE, Action, Sight, plain
from xl_appraisal.book.sheets import LEDGER, LEDGER_TABLE, STAFF
from xl_appraisal.model.grid import a1


class ListActions(Sight):
    """Lines typed, pasted, moved, voided, sorted."""

    # ── 加扣分明细 ──

    def _ledger_cell(self) -> list[Action]:
        number, (field, _) = self._choose.choice(list(enumerate(LEDGER_TABLE.fields, 1)))
        place = a1(self._line(LEDGER), number)
        return [self._typed(LEDGER, place, self._ledger_value(field))]

    def _ledger_line(self) -> list[Action]:
        row = self._last(LEDGER) + 1
        fields = [(n, f) for n, (f, _) in enumerate(LEDGER_TABLE.fields[:4], 1)]
        if self._choose.random() < 0.4:
            fields.append((5, "count"))
        if self._choose.random() < 0.5:
            self._choose.shuffle(fields)
        return [self._typed(LEDGER, a1(row, n), self._ledger_value(f)) for n, f in fields]

    def _ledger_block(self) -> list[Action]:
        rows = [
            [self._ledger_value(f) for f, _ in LEDGER_TABLE.fields[:4]]
            for _ in range(self._choose.randint(1, 4))
        ]
        rows = [[*line[:3], plain(line[3])] for line in rows]
        return [["paste", LEDGER, f"A{self._line(LEDGER)}", rows]]

    def _void(self) -> list[Action]:
        return [["type", LEDGER, f"H{self._line(LEDGER, 0)}", "作废"]]

    def _unvoid(self) -> list[Action]:
        return [["clear", LEDGER, f"H{self._line(LEDGER, 0)}"]]

    def _clear_lines(self) -> list[Action]:
        row = self._line(LEDGER, 0)
        area = self._choose.choice((f"A{row}:J{row + 1}", f"D{row}", f"A{row}", f"A{row}:D{row}"))
        return [["clear", LEDGER, area]]

    def _move_lines(self) -> list[Action]:
        row, to = self._line(LEDGER, 0), self._line(LEDGER)
        return [["cut", LEDGER, f"A{row}:J{row}", LEDGER, f"A{to}"]]

    def _fill_lines(self) -> list[Action]:
        row, column = self._line(LEDGER, 0), self._choose.choice("ABCDH")
        return [["fill", LEDGER, f"{column}{row}:{column}{row + 2}"]]

    def _sort_ledger(self) -> list[Action]:
        last = max(self._last(LEDGER), FIRST_LINE + 1)
        column, up = self._choose.choice((1, 2, 3, 4)), self._choose.random() < 0.5
        return [["sort", LEDGER, f"A{FIRST_LINE}:J{last}", column, up]]

    # ── 人员考核 ──

    def _staff_cell(self) -> list[Action]:
        row = self._line(STAFF)
        if self._choose.random() < 0.3:
            return [["type", STAFF, f"A{row}", self._window_name()]]
        if self._choose.random() < 0.2:
            return [["type", STAFF, f"E{row}", "作废"]]
        score = self._choose.choice(("90", "85.5", "100", "101", "优", "0", "66.7", "=180/2"))
        return [["type", STAFF, f"C{row}", score]]

    def _staff_block(self) -> list[Action]:
        rows = [
            [self._window_name(), "某", self._choose.randint(60, 100)]
            for _ in range(self._choose.randint(1, 4))
        ]
        return [["paste", STAFF, f"A{self._line(STAFF)}", rows]]

    def _clear_staff(self) -> list[Action]:
        row = self._line(STAFF, 0)
        return [["clear", STAFF, self._choose.choice((f"A{row}:G{row}", f"C{row}", f"E{row}"))]]

    def _sort_staff(self) -> list[Action]:
        last = max(self._last(STAFF), FIRST_LINE + 1)
        column = self._choose.choice((1, 3))
        return [["sort", STAFF, f"A{FIRST_LINE}:G{last}", column, self._choose.random() < 0.5]]
