"""A workbook of values with charts: modules, distances, deductions, changes, ranks over time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from math import ceil, floor
from pathlib import Path

from xl_appraisal.book.new import styles
from xl_appraisal.book.new.native_charts import (
    MOST_CHARTS,
    MOST_LINES,
    MOST_WINDOWS,
    Chart,
    Series,
    bars,
    parts,
    rank_lines,
    rows_of,
)
from xl_appraisal.book.new.styles import Styles
from xl_appraisal.book.new.xlsx_writer import (
    Book,
    Sheet,
    set_printed,
    settle,
    workbook_bytes,
    write_text,
)
from xl_appraisal.book.read.quarter import Quarter
from xl_appraisal.book.read.typed_values import squeeze
from xl_appraisal.book.sheets import CHARTS
from xl_appraisal.book.write.chart_figures import deductions, labels
from xl_appraisal.model.house_style import RESULT
from xl_appraisal.model.period import parse_period, period_name
from xl_appraisal.outputs.over_time import ends_of, in_time, ranks_over_time
from xl_appraisal.outputs.page import DOCUMENT, Column, Row, column, listing
from xl_appraisal.outputs.page_excel import draw
from xl_appraisal.scoring import Appraisal
from xl_appraisal.work.comparing.gap import gaps

MODULES, STANDING, ITEMS = "模块得分", "距入选线", "扣分项目"
MOVES, RANKS = "总分增减", "历季名次"

_WIDTH, _PAGE = 880, 1180  # pixels
_COLUMNS = 14  # worksheet columns that a chart covers, for the page
_ITEM_BARS = 40


def default_file(book: Path) -> Path:
    """Where the charts of a workbook go unless told otherwise: beside it."""
    return book.with_name(f"{book.stem}-图表.xlsx")


def charts_workbook(
    now: tuple[Quarter, Appraisal],
    earlier: Sequence[tuple[Quarter, Appraisal]] = (),
    *,
    origin: str = "",
) -> bytes:
    """The bytes of the workbook; with ``earlier`` quarters it shows ranks over time as well.

    Raises :class:`~xl_appraisal.model.errors.BookError` as :func:`in_time`.
    """
    quarters = in_time(now, earlier)

    def fill(book: Book) -> None:
        period = parse_period(now[0].quarter)
        settle(book, f"{period.name}图表", period.first_day, category=RESULT)
        _Charts(book, quarters).write(origin)

    return workbook_bytes(fill)


class _Charts:
    """The sheet of charts, filled from the top, and a sheet of cells behind each kind."""

    def __init__(self, book: Book, quarters: Sequence[tuple[Quarter, Appraisal]]) -> None:
        self.book, self.quarters = book, quarters
        self.quarter, self.appraisal = quarters[-1]
        self.look = Styles(book)
        self.sheet: Sheet = book.add_worksheet(CHARTS)
        self.row = 2
        self.breaks: list[int] = []
        self.used = 0  # pixels of the page so far

    def write(self, origin: str) -> None:
        set_printed(self.sheet, lying=False, side=0.4)
        title = (
            f"{period_name(self.quarter.quarter)}窗口绩效考核图表{self.quarter.book.notice.part}"
        )
        write_text(self.sheet, 0, 0, title, self.look.of(styles.LIST_TITLE))
        self._modules()
        if self.quarter.book.notice.award:
            self._standing()
        self._items()
        if len(self.quarters) > 1:
            self._moves()
            self._ranks()
        if origin:
            hint = self.look.of(styles.HINT, text_wrap=False)
            write_text(self.sheet, self.row, 0, origin, hint)
        self.sheet.set_h_pagebreaks(self.breaks)
        self.sheet.print_area(0, 0, self.row, _COLUMNS - 1)

    def _place(self, chart: Chart, height: int) -> None:
        """Put a chart below the last one, on a new page where it would be cut through."""
        if self.used and self.used + height > _PAGE:
            self.breaks.append(self.row)
            self.used = 0
        where = {"object_position": 2, "y_offset": 4}  # clear of the page break above
        self.sheet.insert_chart(self.row, 0, chart, where)
        self.row += rows_of(height)
        self.used += height

    def _say(self, text: str) -> None:
        write_text(self.sheet, self.row, 0, text, self.look.of(styles.HINT, text_wrap=False))
        self.row += 2

    def _table(self, name: str, columns: Sequence[Column], rows: Sequence[Row]) -> None:
        """A sheet of cells that charts are drawn from: its header is the first row."""
        page = listing(name, "", "", tuple(columns), rows, DOCUMENT)
        draw(self.book.add_worksheet(name), page, self.look)

    def _sections(self, name: str, count: int, most: int) -> Iterator[tuple[int, int]]:
        """First and last row of each chart's; what is too much for them is told below."""
        sections = parts(1, count, most)
        yield from sections[:MOST_CHARTS]
        if len(sections) > MOST_CHARTS:
            self._say(f"窗口太多，只画前{MOST_CHARTS * most}个；全部数据在“{name}”。")

    def _modules(self) -> None:
        modules = self.quarter.book.notice.modules
        windows = self.appraisal.windows
        figures = [column(name, look="centre") for name in (*(m.name for m in modules), "总分")]
        rows = [
            Row((w.rank, w.window, *(w.score.modules.get(m.id) for m in modules), w.total))
            for w in windows
        ]
        self._table(MODULES, [column("名次", look="centre"), column("窗口"), *figures], rows)
        if not any(window.total is not None for window in windows):
            self._say("没有窗口有得分，画不出模块得分图。")
            return
        for first, last in self._sections(MODULES, len(windows), MOST_WINDOWS):
            series = [
                Series(name=(MODULES, 0, c), values=(MODULES, first, c, last, c))
                for c in range(2, 2 + len(modules))
            ]
            most = self.quarter.book.notice.maximum
            drawn = bars(
                self.book,
                "各窗口模块得分（按名次）",
                (MODULES, first, 1, last, 1),
                series,
                unit=f"分（满分{most}分）",
                width=_WIDTH,
                limits=(0, ceil(most)),
                stacked=True,
            )
            self._place(*drawn)

    def _standing(self) -> None:
        """How far each window is above or below what each award asks of it."""
        found = gaps(self.quarter.book, self.appraisal)
        awards = self.quarter.book.notice.window_awards
        lines = [[(one.total, asked.line) for asked in one.awards] for one in found]
        rows = [
            Row(
                (one.rank, one.window, one.total,
                 *(cell for total, line in own for cell in (line, _above(total, line))))
            )
            for one, own in zip(found, lines, strict=True)
        ]  # fmt: skip
        heads = ["总分"]
        for award in awards:
            which = award.name if len(awards) > 1 else ""
            heads += [f"{which}入选线", f"{which}高出（负为差）"]
        shown = [column(text, look="centre") for text in heads]
        self._table(STANDING, [column("名次", look="centre"), column("窗口"), *shown], rows)
        for place, award in enumerate(awards):
            if any(own[place][1] is not None and own[place][0] is not None for own in lines):
                title, figures = f"各窗口距{award.name}入选线", 4 + 2 * place
                self._signed(STANDING, title, rows, figures, "分（左边为差）")

    def _moves(self) -> None:
        """What each window's total gained or lost since the quarter before."""
        quarter, appraisal = self.quarters[-2]
        before = {squeeze(window.window): window.total for window in appraisal.windows}
        rows = [
            Row((w.window, then, w.total, _above(w.total, then)))
            for w in self.appraisal.windows
            for then in (before.get(squeeze(w.window)),)
        ]
        name = period_name(quarter.quarter)
        heads = [column(text, look="centre") for text in (name, "总分", "增减")]
        self._table(MOVES, [column("窗口"), *heads], rows)
        if any(row.cells[3] is not None for row in rows):
            self._signed(MOVES, f"各窗口总分比{name}增减", rows, 3, "分（左边为减）")

    def _signed(self, name: str, title: str, rows: Sequence[Row], figures: int, unit: str) -> None:
        """Bars of a column of a table, whose windows stand in its first column of texts."""
        names = 0 if name == MOVES else 1
        shown = [Decimal(0), *(c for row in rows if isinstance(c := row.cells[figures], Decimal))]
        ends = floor(min(shown)) - 1, ceil(max(shown)) + 1
        for first, last in self._sections(name, len(rows), MOST_WINDOWS):
            span = (name, first, names, last, names)
            series = [Series(name=title, values=(name, first, figures, last, figures))]
            drawn = bars(
                self.book, title, span, series, unit=unit, width=_WIDTH, limits=ends, signed=True
            )
            self._place(*drawn)

    def _items(self) -> None:
        found = deductions(self.quarter, self.appraisal)
        figures = [column(name, look="centre") for name in ("合计扣分", "扣分窗口数")]
        named = zip(labels(found), found, strict=True)
        rows = [Row((label, one.module, one.points, one.windows)) for label, one in named]
        self._table(ITEMS, [column("扣分项目"), column("扣分模块"), *figures], rows)
        if not found:
            self._say(f"{self.quarter.book.notice.words.this}没有扣分，画不出扣分项目图。")
            return
        last = min(len(found), _ITEM_BARS)
        series = [Series(name=(ITEMS, 0, 2), values=(ITEMS, 1, 2, last, 2))]
        span = (ITEMS, 1, 0, last, 0)
        self._place(*bars(self.book, "各项目扣分合计", span, series, unit="分", width=_WIDTH))

    def _ranks(self) -> None:
        rows = ranks_over_time(self.quarters)
        names = [period_name(quarter.quarter) for quarter, _ in self.quarters]
        quarters = [column(name, look="centre") for name in names]
        cells = [Row((row.window, *row.ranks)) for row in rows]
        self._table(RANKS, [column("窗口"), *quarters], cells)
        lowest = max((rank or 1 for row in rows for rank in row.ranks), default=1)
        for first, last in self._sections(RANKS, len(rows), MOST_LINES):
            series = [
                Series(name=(RANKS, row, 0), values=(RANKS, row, 1, row, len(names)))
                for row in range(first, last + 1)
            ]
            part = f"（第{first}至{last}个窗口）" if len(rows) > MOST_LINES else ""
            span = (RANKS, 0, 1, 0, len(names))
            title = f"{self.quarter.book.notice.words.each}名次{part}"
            ends = ends_of(rows[first - 1 : last])
            drawn = rank_lines(self.book, title, span, series, ends, lowest=lowest, width=_WIDTH)
            self._place(*drawn)


def _above(total: Decimal | None, line: Decimal | None) -> Decimal | None:
    return None if total is None or line is None else total - line
