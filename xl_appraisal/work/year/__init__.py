"""A year of quarters held together: averages, ranks per quarter, movement, red flags.

The notice says nothing of a year; what is shown here is arithmetic on the quarters' figures and
no appraisal of its own.  Nothing that is missing counts as zero, and everything missing is said.
"""
