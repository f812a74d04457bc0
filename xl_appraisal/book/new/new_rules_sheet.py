"""规则: every value of the notice in force, open to change; 栏目: the columns of the quarter."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from xl_appraisal.book.new import styles, validation
from xl_appraisal.book.new.row_heights import height, pixels
from xl_appraisal.book.new.styles import Styles
from xl_appraisal.book.new.table_sheets import LOOKS, frame_filled, write_table
from xl_appraisal.book.new.validation import Choices
from xl_appraisal.book.new.xlsx_writer import Properties, Sheet, write_text
from xl_appraisal.book.read.name_index import BY_ENTRY_NAME, module_text
from xl_appraisal.book.sheets import (
    COLUMNS,
    COLUMNS_TABLE,
    ID_ROW,
    RULE_LAYOUT,
    RULE_NOTICE,
    RULE_QUARTER,
    RULES_TABLE,
)
from xl_appraisal.model.grid import column_name
from xl_appraisal.model.layout.layout import KIND_NAMES, NAME_STANDINGS, Column
from xl_appraisal.model.notice.notice import STANDING_NAMES
from xl_appraisal.model.notice.parameters import Parameter, parameters
from xl_appraisal.model.period import parse_period
from xl_appraisal.model.rulebook import Rulebook

_RULES_HINT = (
    "白底的取值可以改，改后重新计算；取值留空表示不设。依据：通报原文为通报写明，推断由公布的名次表得出，"
    "默认为通报未写、本表采用的做法，请{office}确认。"
)
_LEAST_HEIGHT = 20.0  # points
_INDENT = 12.0  # pixels
_SAME = "同上"
_EVENT_ROWS = 20
_EVENT_HEIGHT = 34.0  # points: two lines of text
_VALUE = RULES_TABLE.place("value")
_FILLED_IN = "左边是它的编号，由程序填写，请不要改。"
YES, NO = "是", "否"
SIGNS = ("+", "-")
_SPARE_ROWS = 30
_COLUMNS_HINT = (
    "名次表的每一栏一行：种类、加扣和模块决定怎样计分。新增栏目：先在“名次表”插入一列，写表头；再在"
    f"本表加一行，写同样的表头（编号可不写；写了的，名次表隐藏的第{ID_ROW}行也要写）。"
    "“栏名待定”的，可在名次表表头改名。"
)


def write_rules(
    sheet: Sheet, rulebook: Rulebook, quarter: str, choices: Choices, look: Styles
) -> None:
    """A row for the quarter, the notice and the layout, then one for each value."""
    write_table(sheet, RULES_TABLE, _RULES_HINT.format(office=rulebook.notice.office), look)
    notice, words = rulebook.notice, rulebook.notice.words
    named = parse_period(quarter, notice.period).name
    about = (
        (RULE_QUARTER, words.word, quarter, f"{words.example}；{quarter} 是{named}。"),
        (RULE_NOTICE, "通报", notice.id, f"{notice.plan}。{_FILLED_IN}"),
        (
            RULE_LAYOUT,
            "栏目",
            rulebook.layout.id,
            f"名次表的各栏，见工作表“{COLUMNS}”。{_FILLED_IN}",
        ),
    )
    rows = {path: row - 1 for path, row in rule_rows(rulebook).items()}
    for path, name, value, reading in about:
        row = rows[path]
        tint = styles.INPUT if path == RULE_QUARTER else styles.COMPUTED
        _write_texts(sheet, row, {"path": path, "name": name, "reading": reading}, look)
        write_text(sheet, row, _VALUE, value, look.of(styles.BODY, num_format="@", bg_color=tint))
    before = ""
    for parameter in parameters(rulebook.notice):
        row = rows[parameter.path]
        repeated = parameter.reading and parameter.reading == before
        reading = _SAME if repeated else parameter.reading
        _write_parameter(sheet, row, parameter, reading, look)
        _write_value(sheet, row, parameter, look)
        sheet.data_validation(row, _VALUE, row, _VALUE, _accepted(parameter, choices))
        before = parameter.reading
    _write_event_rows(sheet, max(rows.values()) + 1, look)


def rule_rows(rulebook: Rulebook) -> dict[str, int]:
    """The row of each path on a new 规则, from 1."""
    paths = (RULE_QUARTER, RULE_NOTICE, RULE_LAYOUT, *(p.path for p in parameters(rulebook.notice)))
    return {path: row for row, path in enumerate(paths, RULES_TABLE.header_row + 1)}


def _write_event_rows(sheet: Sheet, first: int, look: Styles) -> None:
    """Blank rows below, where closings and reopenings are noted in full."""
    for row in range(first, first + _EVENT_ROWS):
        for place, (field, _) in enumerate(RULES_TABLE.fields):
            own = {"font_size": 10} if field == "reading" else LOOKS[RULES_TABLE.looks[place]]
            write_text(sheet, row, place, "", look.of({**styles.LIST_TEXT, **own}, border=0))
        sheet.set_row(row, _EVENT_HEIGHT)
    frame_filled(sheet, RULES_TABLE, first, _EVENT_ROWS, look)


def _write_parameter(
    sheet: Sheet, row: int, parameter: Parameter, reading: str, look: Styles
) -> None:
    texts = {
        "path": parameter.path,
        "name": parameter.name,
        "unit": parameter.unit,
        "reading": reading,
    }
    _write_texts(sheet, row, texts, look)
    remark = look.of(styles.BODY, bg_color=styles.HEAD)
    sheet.write_number(row, RULES_TABLE.place("remark"), parameter.remark, remark)
    tint = styles.STANDING_TINTS[parameter.standing]
    standing = look.of(styles.BODY, num_format="@", bg_color=tint)
    place = RULES_TABLE.place("standing")
    write_text(sheet, row, place, STANDING_NAMES[parameter.standing], standing)


def _write_texts(sheet: Sheet, row: int, texts: dict[str, str], look: Styles) -> None:
    """The fields that are not to be changed, in the head's tint, and the height they need."""
    needed = _LEAST_HEIGHT
    for place, (field, _) in enumerate(RULES_TABLE.fields):
        if place == _VALUE:
            continue
        text, own = texts.get(field, ""), LOOKS[RULES_TABLE.looks[place]]
        properties = {**styles.LIST_TEXT, "bg_color": styles.HEAD, **own}
        write_text(sheet, row, place, text, look.of(properties))
        room = pixels(RULES_TABLE.widths[place]) - _INDENT
        needed = height(text, room, float(properties["font_size"]), needed)
    sheet.set_row(row, needed)


def _write_value(sheet: Sheet, row: int, parameter: Parameter, look: Styles) -> None:
    """The value as what it is: a number, a share, a choice, or nothing where it is not set."""
    value = parameter.value

    def style(number_format: str) -> object:
        return look.of(styles.BODY, num_format=number_format, bg_color=styles.INPUT, text_wrap=True)

    if parameter.choices or not value:
        write_text(sheet, row, _VALUE, value, style("@" if parameter.choices else "General"))
    elif "/" in value:
        # a fraction such as 2/3 has no exact decimal; the formula keeps it exact
        sheet.write_formula(row, _VALUE, f"={value}", style("?/?"), float(Fraction(value)))
    elif value.endswith("%"):
        share = Decimal(value[:-1]) / 100
        whole = Decimal(value[:-1]) % 1 == 0
        sheet.write_number(row, _VALUE, float(share), style("0%" if whole else "0.0##%"))
    else:
        sheet.write_number(row, _VALUE, float(Decimal(value)), style("General"))


def _accepted(parameter: Parameter, choices: Choices) -> Properties:
    if parameter.choices:
        listed = choices.reference(tuple(parameter.choices.values()))
        return validation.one_of(listed, "取值", "请从下拉列表选。")
    if parameter.unit == "比例":
        return validation.SHARE
    return validation.number(optional=parameter.optional)


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
    write_table(
        sheet, COLUMNS_TABLE, _COLUMNS_HINT, look, ready=ready, accepts=accepts, covered=ready
    )
    first = COLUMNS_TABLE.header_row
    for row, column in enumerate(columns, first):
        printed = YES if row - first < len(rulebook.layout.columns) else NO
        module = module_text(column.module, rulebook.notice)
        _write_column(sheet, row, column, module, printed, look)
    frame_filled(sheet, COLUMNS_TABLE, first + len(columns), _SPARE_ROWS, look)


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
