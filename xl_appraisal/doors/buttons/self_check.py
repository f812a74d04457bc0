"""自检: what is installed here, told in the program itself."""

from __future__ import annotations

import xlwings as xw

from xl_appraisal.doors.buttons.button_support import TITLE, macro


@macro
def self_check(book: xw.Book) -> str:
    """自检: what is installed here and whether it fits together."""
    from xl_appraisal.setup import doctor

    lines = doctor.worst_first(doctor.examine(book))
    wrong = [str(line) for line in lines if line.severity != "fine"]
    book.app.alert("\n".join([doctor.summary(lines), *wrong]), title=TITLE)
    return "自检完成。"
