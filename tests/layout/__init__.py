"""Reading a quarter's columns."""
