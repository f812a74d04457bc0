"""A server of cell functions that lives long: many calls, changing workbooks, faults between."""
