"""自动核对: each window's place or why it has none, and the lines that count for nobody."""

from __future__ import annotations

from collections.abc import Sequence

from xl_appraisal.book.new import styles
from xl_appraisal.book.new.plain.entry_lines import Lines
from xl_appraisal.book.new.plain.helper_block import NATIVE_CHECK
from xl_appraisal.book.new.plain.typed_cells import ROW, SCALE
from xl_appraisal.book.new.plain.window_cells import WindowCells
from xl_appraisal.book.new.plain.window_scores import Scores
from xl_appraisal.book.new.plain.window_standing import Standing
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
BROKEN = "隐藏的“算式”有错，不能用本表的得分：请用改动前的副本"
_OVER = "“名次表”第{row}行的名次{what}不是公式算出的：请把上一行这几格的公式复制到这一行"
HEADER_ROW = 5
_FIRST = HEADER_ROW + 1
_NOTES = 20
_COLUMNS = (("行", 6), ("窗口", 22), ("名次", 7), ("总分", 10), ("{mark}", 14), ("提示", 70))
COLUMNS_OF_CHECK = len(_COLUMNS) + 1
"""The fifth shows what a window is elected to, else its grade, where the notice has either; one
more has the notes on single lines.
"""
WRONG = "#F8CBAD"
_ROW_HEIGHT = 20.0  # points
_LONG: Properties = {"align": "left", "text_wrap": True}


class NativeCheck:
    """The sheet; ``seal`` is the last one, ``quota`` the cell with the number of flags."""

    def __init__(
        self,
        windows: WindowCells,
        figures: tuple[Scores, Standing],
        lists: tuple[Lines, Lines],
        seal: str,
        quotas: Sequence[str],
        look: Styles,
    ) -> None:
        self._scores, self._standing = figures
        self._windows, self._lists = windows, lists
        self._seal, self._quotas, self._look = seal, quotas, look

    def write(self, sheet: Sheet) -> None:
        """Title, two sentences, a row for each window and the notes on single lines."""
        last, look, total = len(_COLUMNS), self._look, self._scores.total
        write_text(sheet, 0, 0, NATIVE_CHECK, look.of(styles.LIST_TITLE))
        write_merged(sheet, (1, 0, 1, last), _HINT, look.of(styles.HINT))
        sheet.set_row(1, 34.0)
        style = look.of(styles.HINT, font_color="#000000", bold=True)
        sheet.merge_range(2, 0, 2, last, "", style)
        sheet.write_formula(2, 0, f'=IFERROR({self._summary()},"{BROKEN}")', style, "")
        names = {**{a.column: a.name for a in self._standing.awards}, "grade": "等次"}
        heading = next((names[column] for column in self._standing.outcomes), "")
        for place, (title, width) in enumerate((*_COLUMNS, ("明细中的提示", 80))):
            sheet.set_column(place, place, width)
            title = title.format(mark=heading)
            write_text(sheet, HEADER_ROW - 1, place, title, look.of(styles.HEADER))
        for at, row in enumerate(range(total.first, total.last + 1), _FIRST - 1):
            self._write_window(sheet, at, row)
        long = look.of(_LONG, font_name=styles.BODY_FONT, font_size=12)
        for number in range(1, _NOTES + 1):
            sheet.write_formula(_FIRST - 2 + number, last, f"={self._note(number)}", long, "")
        wrong = {"type": "formula", "criteria": f"=LEN($F{_FIRST})>0"}
        wrong["format"] = look.of({"bg_color": WRONG})
        bottom = _FIRST - 1 + total.last - total.first
        sheet.conditional_format(_FIRST - 1, 0, bottom, last - 1, wrong)
        sheet.freeze_panes(HEADER_ROW, 0)
        set_printed(sheet, repeated=(HEADER_ROW - 1, HEADER_ROW - 1))
        # nothing of it is typed; without a password, as somebody may have to look into it
        sheet.protect("", {"format_columns": True, "format_rows": True})

    def _write_window(self, sheet: Sheet, at: int, row: int) -> None:
        scores, used = self._scores, f"{self._windows.used.in_row(row)}=1"
        name, total = self._windows.cell("window"), scores.total.in_row(row)
        sealed = f'AND({used},{self._seal}="")'
        shown: tuple[tuple[str, Properties], ...] = (
            (f'IFERROR(IF({used},{row},""),{row})', {}),
            (f'IFERROR(IF({used},{name}&"",""),"")', {}),
            (f'IFERROR(IF({sealed},{self._rank(row)},""),"")', {}),
            (
                f'IFERROR(IF({sealed},{total}/{SCALE},""),"")',
                {"num_format": "0.00####"},
            ),
            (self._outcome(row, sealed), {}),
            (f'IFERROR(IF({used},{self._told(row)},""),"{BROKEN}")', _LONG),
        )
        sheet.set_row(at, _ROW_HEIGHT)
        for place, (formula, own) in enumerate(shown):
            style = self._look.of({**styles.BODY, "border": 0, **own})
            text = formula.replace(ROW, str(row))
            sheet.write_formula(at, place, f"={text}", style, "")

    def _rank(self, row: int) -> str:
        rank, instead = self._standing.rank, self._standing.unranked
        shown = "" if instead is None else instead.in_row(row)
        return self._standing.rank_shown(rank.in_row(row), shown)

    def _outcome(self, row: int, sealed: str) -> str:
        for field in list(self._standing.outcomes.values())[:1]:
            return f'IFERROR(IF({sealed},{field.in_row(row)},""),"")'
        return '""'

    def _told(self, row: int) -> str:
        """What stops all windows, or this one, or what was typed over its total, rank or flag."""
        scores, cell = self._scores, self._windows.cell
        note, total = scores.note.in_row(row), scores.total.in_row(row)
        same = [
            f"{self._windows.shown('total')}={total}",
            f"{cell('rank')}={self._rank(row)}",
        ]
        standing = self._standing
        named = [award.mark for award in standing.awards]
        named += ["等次"] if standing.grade is not None else []
        same += [
            f'{cell(column)}&""={field.in_row(row)}' for column, field in standing.outcomes.items()
        ]
        what = f"{'、'.join(['', '总分', *named[:-1]])}或{named[-1]}" if named else "或总分"
        over = f'IF(IFERROR(AND({",".join(same)}),FALSE),"","{_OVER.format(row=row, what=what)}")'
        return f'IF({self._seal}<>"",{self._seal},IF({note}<>"",{note},{over}))'

    def _summary(self) -> str:
        scores, used = self._scores, f"SUM({self._windows.used.column})"
        total, awarded = f"COUNT({scores.total.column})", ""
        for contest, quota in zip(self._standing.contests, self._quotas, strict=True):
            award, group = contest
            elected = self._standing.elected(contest)
            awarded += f'；{group}{award.mark}名额"&{quota}&"个，评上"&({elected})&"个'
        loose = "+".join(listed.faults for listed in self._lists)
        left = f"({used}-{total})"
        taking = f'参评窗口"&{used}&"个'
        if self._standing.out is not None:
            out = f"SUM({self._standing.out.column})"
            taking = f'窗口"&{used}&"个"&IF({out}>0,"，其中"&{out}&"个标了不参评","")&"'
        return (
            f'IF({self._seal}<>"",{self._seal},'
            f'"{taking}，有得分"&{total}&"个{awarded}。"&IF({used}>{total},"有"&{left}&"个窗口没有得分，名次只是暂列，请先改正下列问题。","")'
            f'&IF({loose}>0,"明细中有"&({loose})&"行没有计入，见右边。",""))'
        )

    def _note(self, number: int) -> str:
        """The note of that number, counted through the lists one after another."""
        ledger, staff = self._lists
        rest = f"({number}-{ledger.faults})"
        return (
            f"IF({number}<={ledger.faults},{ledger.note(str(number))},"
            f'IF({rest}<={staff.faults},{staff.note(rest)},""))'
        )
