"""Comparing: one appraisal with another, a window with its neighbours, a quarter with the year.

Pure functions on what was read and appraised; nothing here reads a file or writes a cell.
"""
