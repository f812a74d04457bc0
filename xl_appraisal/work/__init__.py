"""What one does with a workbook, whatever host holds it; doors call these."""
