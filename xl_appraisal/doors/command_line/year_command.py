"""The year at the terminal: a table of all windows, and a workbook."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from xl_appraisal.doors.command_line import FINE, STOPPED
from xl_appraisal.doors.command_line.console import note, print_json, print_table, say, step
from xl_appraisal.hosts import FileHost
from xl_appraisal.work.desk import appraise_host


def year(options: Namespace) -> int:
    """Print the year's summary, and write it where asked to; no given workbook is changed."""
    from xl_appraisal.outputs.tables import check_new
    from xl_appraisal.outputs.year.year_book import summary, title, write_year
    from xl_appraisal.outputs.year.year_text import header, terminal_rows
    from xl_appraisal.work.year.summarise import summarise
    from xl_appraisal.work.year.year_model import GivenQuarter

    if options.out:
        check_new(Path(options.out))
    with step("正在读取和计算"):
        given = []
        for path in options.books:
            done = appraise_host(FileHost(path), apply_rules=options.apply_rules)
            book, appraisal = done.quarter.book, done.appraisal
            given.append(GivenQuarter(done.quarter.quarter, Path(path).name, book, appraisal))
        found = summarise(given, options.renamed)
    if options.out:
        write_year(Path(options.out), found)
        note(f"已生成 {options.out}")
    if options.json:
        print_json(found.as_json())
    else:
        say(f"{title(found)}：{summary(found)}")
        names = header(found)
        words = [n for n, name in enumerate(names) if name in ("窗口", "红旗季度", "一票否决")]
        print_table(names, terminal_rows(found), left=words)
        for sentence in found.notes:
            say(f"· {sentence}")
    return STOPPED if any(one.appraisal.stopped for one in given) else FINE
