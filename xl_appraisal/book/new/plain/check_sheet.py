"""自动核对: each window's place or why it has none, and the lines that count for nobody."""

from __future__ import annotations

from xl_appraisal.book.new import styles
from xl_appraisal.book.new.plain.entry_lines import Lines
from xl_appraisal.book.new.plain.helper_block import NATIVE_CHECK, ROW, Field
from xl_appraisal.book.new.plain.typed_cells import SCALE, cases
from xl_appraisal.book.new.plain.window_cells import WindowCells
from xl_appraisal.book.new.plain.window_scores import Scores
from xl_appraisal.book.new.styles import Styles
from xl_appraisal.book.new.xlsx_writer import (
    Properties,
    Sheet,
    set_printed,
    write_merged,
    write_text,
)

_HINT = (
    "本表由公式自动更新，不用宏，也不用运行程序。认不出的内容（文字、错误值、小数太多）不会当作空白："
    "此窗口没有得分、没有名次，改正后自动恢复。"
)
_HEADER = 5
_FIRST = _HEADER + 1
_NOTES = 60
_COLUMNS = (("行", 6), ("窗口", 22), ("名次", 7), ("总分", 10), ("红旗窗口", 14), ("提示", 70))
WRONG = "#F8CBAD"
_ROW_HEIGHT = 20.0  # points
_LONG: Properties = {"align": "left", "text_wrap": True}


class NativeCheck:
    """The sheet; ``names`` is the column of the windows' names on 名次表."""

    def __init__(
        self, windows: WindowCells, scores: Scores, lists: list[Lines], names: str, look: Styles
    ) -> None:
        self._windows, self._scores, self._lists = windows, scores, lists
        self._names, self._look = names, look

    def write(self, sheet: Sheet) -> None:
        """Title, two sentences, a row for each window and the notes on single lines."""
        last, look, total = len(_COLUMNS), self._look, self._scores.total
        write_text(sheet, 0, 0, NATIVE_CHECK, look.of(styles.LIST_TITLE))
        write_merged(sheet, (1, 0, 1, last), _HINT, look.of(styles.HINT))
        sheet.set_row(1, 34.0)
        style = look.of(styles.HINT, font_color="#000000", bold=True)
        sheet.merge_range(2, 0, 2, last, "", style)
        sheet.write_formula(2, 0, f"={self._summary()}", style, "")
        for place, (title, width) in enumerate((*_COLUMNS, ("明细中的提示", 80))):
            sheet.set_column(place, place, width)
            write_text(sheet, _HEADER - 1, place, title, look.of(styles.HEADER))
        for at, row in enumerate(range(total.first, total.last + 1), _FIRST - 1):
            self._write_window(sheet, at, row)
        long = look.of(_LONG, font_name=styles.BODY_FONT, font_size=12)
        for number in range(_NOTES):
            sheet.write_formula(_FIRST - 1 + number, last, f"={self._note(number + 1)}", long, "")
        wrong = {"type": "formula", "criteria": f"=LEN($F{_FIRST})>0"}
        wrong["format"] = look.of({"bg_color": WRONG})
        bottom = _FIRST - 1 + total.last - total.first
        sheet.conditional_format(_FIRST - 1, 0, bottom, last - 1, wrong)
        sheet.freeze_panes(_HEADER, 0)
        set_printed(sheet, repeated=(_HEADER - 1, _HEADER - 1))

    def _write_window(self, sheet: Sheet, at: int, row: int) -> None:
        scores, used = self._scores, f"{self._windows.used.in_row(row)}=1"
        total, name = scores.total.in_row(row), self._names.replace(ROW, str(row))
        shown: tuple[tuple[str, Properties], ...] = (
            (f'IF({used},{row},"")', {}),
            (f'IF({used},IFERROR({name}&"",""),"")', {}),
            (scores.rank.in_row(row), {}),
            (f'IF(ISNUMBER({total}),{total}/{SCALE},"")', {"num_format": "0.00####"}),
            (scores.flag.in_row(row), {}),
            (scores.fault.in_row(row), _LONG),
        )
        sheet.set_row(at, _ROW_HEIGHT)
        for place, (formula, own) in enumerate(shown):
            style = self._look.of({**styles.BODY, "border": 0, **own})
            sheet.write_formula(at, place, f"={formula}", style, "")

    def _summary(self) -> str:
        scores, used = self._scores, f"SUM({self._windows.used.column})"
        total, flags = f"COUNT({scores.total.column})", f"SUM({scores.elected.column})"
        quota = scores.quota.in_row(scores.quota.first)
        return (
            f'"参评窗口"&{used}&"个，有得分"&{total}&"个；红旗名额"&{quota}&"个，评上"&{flags}&"个。"'
            f'&IF({used}>{total},"有"&({used}-{total})&"个窗口没有得分，名次只是暂列，请先改正下列问题。","")'
        )

    def _note(self, number: int) -> str:
        """The note of that number, counted through the lists one after another."""
        pairs, before = [], "0"
        for listed in self._lists:
            place = f"MATCH({number}-({before}),{listed.number.column},0)"
            before = f"{before}+MAX({listed.number.column})"
            pairs.append((f"{number}<={before}", listed.told(listed.note, place)))
        return cases(*pairs)


def fault_here(fault: Field) -> str:
    """Whether the window on the formula's row has no score for a fault, as a condition."""
    return f"LEN({fault.here})>0"
