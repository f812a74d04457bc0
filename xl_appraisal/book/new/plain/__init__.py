"""A workbook of plain spreadsheet formulas: the whole appraisal without macros or Python.

Built from the same notice and layout as every other workbook, beside the same sheets.  Helper
sheets hold one step a column (:mod:`windows`, :mod:`lines`, :mod:`points`, :mod:`scores`) and
the values of 规则 as formulas take them (:mod:`values`, :mod:`names`); the computed cells of
名次表 show what comes out.  Only functions that Excel 2016 and WPS have are used.
"""

from xl_appraisal.book.new.plain.helper_block import native_sheets
from xl_appraisal.book.new.plain.plain_book import NativeAppraisal, Room

__all__ = ["NativeAppraisal", "Room", "native_sheets"]
