"""Commands that hold appraisals against each other and write no workbook: gap, diff, whatif."""

from __future__ import annotations

from argparse import Namespace

from xl_appraisal.cli.console import note, print_json, print_table
from xl_appraisal.cli.reports import appraised, exit_code, find_window


def gap(options: Namespace) -> int:
    """Print how far each window is from the next rank and the red flag."""
    from xl_appraisal.comparing import gap_text
    from xl_appraisal.comparing.gap import gaps

    done = appraised(options)
    found = gaps(done.quarter.book, done.appraisal)
    if options.window:
        name = find_window(done, options.window).window
        found = tuple(gap for gap in found if gap.window == name)
    if options.json:
        print_json({"quota": done.appraisal.quota, "windows": [gap.as_json() for gap in found]})
        return exit_code(done)
    print_table(gap_text.GAP_HEADER, map(gap_text.gap_row, found), left=(1, 4, 5))
    if options.window:
        for own in found:
            print()
            print_table(gap_text.CHANCE_HEADER, gap_text.chance_rows(own), left=(0, 1, 2, 6, 7))
    note(gap_text.NOTE)
    return exit_code(done)
