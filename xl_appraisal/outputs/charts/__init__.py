"""Charts of one quarter or several, in a workbook of values."""
