"""What workbooks, scripts and installed extensions out there rely on, as version 0.1 had it."""
