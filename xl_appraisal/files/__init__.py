"""Files on disk: read whole, replaced whole, backed up, restored; no workbook is known here."""
