"""A year of quarters as tables and as a workbook."""
