"""What goes out: annex, slips, charts and tables, drawn from what was appraised."""
