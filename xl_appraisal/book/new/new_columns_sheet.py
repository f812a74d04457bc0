"""栏目: one row for each column of the 名次表, as the program understands it."""

from __future__ import annotations

from xl_appraisal.book.new import styles, validation
from xl_appraisal.book.new.dropdown_lists import Choices
from xl_appraisal.book.new.styles import Styles
from xl_appraisal.book.new.table_sheets import LOOKS, write_table
from xl_appraisal.book.new.xlsx_writer import Sheet, write_text
from xl_appraisal.book.read.name_index import BY_ENTRY_NAME, module_text
from xl_appraisal.book.sheets import COLUMNS, COLUMNS_TABLE, ID_ROW
from xl_appraisal.model.grid import column_name
from xl_appraisal.model.layout.layout import KIND_NAMES, NAME_STANDINGS, Column
from xl_appraisal.model.rulebook import Rulebook

YES, NO = "是", "否"
SIGNS = ("+", "-")
_SPARE_ROWS = 30
_HINT = (
    "名次表的每一栏一行：种类、加扣和模块决定怎样计分。新增栏目：先在“名次表”插入一列，写表头；再在"
    f"本表加一行，写同样的表头（编号可不写；写了的，名次表隐藏的第{ID_ROW}行也要写）。"
    "“栏名待定”的，可在名次表表头改名。"
)


def write_columns(sheet: Sheet, rulebook: Rulebook, choices: Choices, look: Styles) -> None:
    """The printed columns in order, the working ones after them, and rows for new ones."""
    columns = rulebook.layout.all_columns
    ready = len(columns) + _SPARE_ROWS
    lists = {
        "kind": tuple(KIND_NAMES.values()),
        "sign": SIGNS,
        "module": (*(m.name for m in rulebook.notice.modules), BY_ENTRY_NAME),
        "standing": tuple(NAME_STANDINGS.values()),
        "printed": (YES, NO),
    }
    titles = dict(COLUMNS_TABLE.fields)
    accepts = {
        field: validation.one_of(choices.reference(entries), titles[field], "请从下拉列表选。")
        for field, entries in lists.items()
    }
    write_table(sheet, COLUMNS_TABLE, _HINT, look, ready=ready, accepts=accepts, covered=ready)
    first = COLUMNS_TABLE.header_row
    for row, column in enumerate(columns, first):
        printed = YES if row - first < len(rulebook.layout.columns) else NO
        module = module_text(column.module, rulebook.notice)
        _write_column(sheet, row, column, module, printed, look)


def spare_headers(rulebook: Rulebook) -> tuple[list[str], str]:
    """Formulas for the headers of columns that staff add below, and for how many there are."""
    first = COLUMNS_TABLE.header_row + len(rulebook.layout.all_columns) + 1
    letter = column_name(COLUMNS_TABLE.place("header") + 1)
    cells = [f"{COLUMNS}!${letter}${row}" for row in range(first, first + _SPARE_ROWS)]
    return [f'{cell}&""' for cell in cells], f"COUNTA({cells[0]}:{cells[-1].rpartition('!')[2]})"


def _write_column(
    sheet: Sheet, row: int, column: Column, module: str, printed: str, look: Styles
) -> None:
    texts = {
        "id": column.id,
        "header": "/".join(column.header),
        "kind": KIND_NAMES[column.kind],
        "sign": column.sign,
        "module": module,
        "rule": column.rule,
        "measure": column.measure,
        "standing": NAME_STANDINGS[column.standing],
        "number_format": column.number_format,
        "printed": printed,
    }
    for place, (field, _) in enumerate(COLUMNS_TABLE.fields):
        own = dict(LOOKS[COLUMNS_TABLE.looks[place]])
        if field == "standing":
            own["bg_color"] = styles.NAME_TINTS[column.standing]
        write_text(sheet, row, place, texts[field], look.of(styles.BODY, **own))
