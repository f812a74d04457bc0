"""What is written back: figures, formulas and findings, as cells by sheet."""
