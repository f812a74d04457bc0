"""附件2, the ranking table to be published: as Word, Excel and PDF."""
