"""Reading and changing a notice."""
