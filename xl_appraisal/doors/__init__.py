"""Ways in: command line, buttons, cell functions, Calc extension, Python.  No arithmetic."""
