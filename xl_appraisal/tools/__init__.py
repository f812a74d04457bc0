"""Generators: VBA sources from Python functions, the extension for LibreOffice Calc."""
