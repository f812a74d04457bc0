"""Excel as a host and a screen, as xlwings drives it."""
