"""A new workbook: every sheet, ready to be filled in and printed."""

from xl_appraisal.book.new.new_book import build_workbook, populate
from xl_appraisal.book.new.plain import Room

__all__ = ["Room", "build_workbook", "populate"]
