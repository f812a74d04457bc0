"""LibreOffice Calc as a host and a screen, over UNO; only ever loaded inside LibreOffice.

Values are exact as everywhere; what differs from Excel:

- A truth or a date is a number with a format in LibreOffice: writing a truth sets the format of
  its cell, writing a number takes the format of a truth away, and a date is stored as one where
  the cell shows dates, else as its text.
- A protected sheet takes nothing and some versions say nothing: it is asked before, and what was
  written is read back.
- One step is an undo step of Calc's own, with the command's name.
"""
