"""Many workbooks at once: find them, recalculate each, go on past broken ones, sum up.

Raises :class:`~xl_appraisal.model.errors.BookError` for what concerns the whole run; what is wrong
with one workbook is its own outcome.
"""
