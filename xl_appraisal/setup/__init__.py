"""Putting the product on a machine, taking it away, and saying what is wrong there."""
