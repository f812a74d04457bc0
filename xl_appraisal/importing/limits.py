"""Every limit of an import, in one place, each with its reason."""

MIB = 1 << 20

MAX_BYTES = 64 * MIB
"""A text file; a ledger of 100,000 lines takes about 10 MiB."""

MAX_ROWS = 100_000
"""Rows of a text file; a quarter's ledger has some hundreds."""

MAX_COLUMNS = 2_000
"""Columns of a text file; the published table has 49."""

MAX_LINE = 1_000_000
"""Characters of one line; longer ones come from files that are no tables."""

MAX_TEXT = 32_767
"""Characters (UTF-16 units) of one cell: what a spreadsheet cell holds."""

SEARCHED_ROWS = 50
"""Where a header may stand; a header word further down is only data."""

MOST_LISTED = 1_000
"""Faults listed one by one; past that their number is told."""
