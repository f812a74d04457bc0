"""A new workbook: every sheet, ready to be filled in and printed."""

from xl_appraisal.workbook.template.build import build_workbook, populate

__all__ = ["build_workbook", "populate"]
