"""Excel, and any program that xlwings drives, as a host."""
