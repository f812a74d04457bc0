"""Inside LibreOffice Calc: what the extension's few lines pass on is answered here.

The functions and macros are those of Excel; this package finds their workbook, converts what
Calc hands over, mends what Calc's import leaves open, and saves without rebuilding the file.
"""
