"""The cell functions, as Excel and Calc call them."""
