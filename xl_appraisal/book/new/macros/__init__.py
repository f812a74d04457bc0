"""The VBA side of the workbook, built without Excel: project, functions, ribbon, buttons."""
