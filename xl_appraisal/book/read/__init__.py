"""The sheets read as a quarter: a value or a finding for every cell."""
