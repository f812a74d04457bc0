"""Pages as cells with values, for whoever fills a sheet of an open workbook by blocks.

The buttons' result sheets (差距, 比较 …) are the same pages as the files': their host writes
:func:`page_rows` as one block and gives it the look that follows from the rows.
"""

from __future__ import annotations

from collections.abc import Sequence

from xl_appraisal.outputs.page import CellValue, Page


def page_rows(pages: Sequence[Page]) -> list[list[CellValue]]:
    """The pages' texts, headers and rows below each other; a blank row between tables.

    A table without rows is left out, with its header.
    """
    found: list[list[CellValue]] = []
    for page in pages:
        for table in (one for one in page.tables if one.rows):
            found += [[]] if found and found[-1:] != [[]] else []
            found.append([column.header[-1] for column in table.columns])
            found += [list(row.cells) for row in table.rows]
    return found
