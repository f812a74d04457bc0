"""The Excel door, tried through xlwings' own front end and function machinery, without Excel."""
