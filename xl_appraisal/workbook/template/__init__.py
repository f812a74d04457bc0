"""A new workbook: every sheet, ready to be filled in and printed."""

from xl_appraisal.workbook.template.build import build_workbook, populate
from xl_appraisal.workbook.template.native import Room

__all__ = ["Room", "build_workbook", "populate"]
