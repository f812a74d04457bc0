"""VBA sources written from the Python functions and the list of commands."""
