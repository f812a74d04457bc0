"""Files of departments taken into a workbook."""
