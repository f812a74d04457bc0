"""The macros under the name that workbooks' VBA calls; nothing else here."""

from xl_appraisal.doors.buttons import (
    begin_next_quarter,
    check,
    check_notice_file,
    compare_books,
    explain,
    generate_annex,
    generate_slips,
    import_lines,
    recalculate,
    reopen_quarter,
    seal_quarter,
    self_check,
    show_gaps,
    sum_up_year,
    try_out,
    verify_quarter,
)

__all__ = [
    "begin_next_quarter",
    "check",
    "check_notice_file",
    "compare_books",
    "explain",
    "generate_annex",
    "generate_slips",
    "import_lines",
    "recalculate",
    "reopen_quarter",
    "seal_quarter",
    "self_check",
    "show_gaps",
    "sum_up_year",
    "try_out",
    "verify_quarter",
]
