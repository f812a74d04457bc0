"""The workbook: its sheets, what stands where, and how it is read and filled."""
