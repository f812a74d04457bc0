"""The extension for LibreOffice Calc, made from the same lists as Excel's parts.

What it calls inside LibreOffice is :mod:`xl_appraisal.doors.calc_extension`.
"""
