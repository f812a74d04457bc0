"""No code from data: nothing in an input runs, connects, or reads another file."""
