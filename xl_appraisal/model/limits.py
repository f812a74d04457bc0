"""Every limit on what the product takes in, in one place, each with its reason.

A limit is there so that a hostile or damaged file costs a message, not the machine.  The table
in ``docs/limits.md`` is held to these values by a test.
"""

MIB = 1 << 20

# ── a workbook file ──

MAX_FILE_BYTES = 512 * MIB
"""The file is held in memory; a table of 100,000 rows x 49 columns takes about 30 MiB."""

MAX_MEMBERS = 10_000
"""Parts of one package; a rich workbook has a few hundred."""

MAX_PART_BYTES = 1024 * MIB
"""One unpacked part; the sheet of that same table takes about 250 MiB."""

MAX_TOTAL_BYTES = 4096 * MIB
"""All parts unpacked, as declared; beyond it no desktop program opens the workbook either."""

MAX_RATIO = 200
"""Unpacked to packed size.  Sheet XML packs 5 to 60 times; deflate ends at 1032 (a bomb)."""

RATIO_FLOOR_BYTES = 8 * MIB
"""A smaller part does no harm at any ratio, so the ratio is not looked at."""

MAX_STRINGS = 2_000_000
"""Texts that the cells of a workbook share; 100,000 windows have some 200,000."""

MAX_MERGES = 20_000
"""Merged areas of one sheet; a table has some dozens, a ledger one for each window."""

MAX_MERGED_CELLS = 200_000
"""Cells that they cover together: what looks at each of them stays in proportion to the file."""

MAX_TEXT_UNITS = 32_767
"""Characters of a cell (UTF-16 units): Excel's own limit; more makes it repair the file."""

MAX_FORMULA_UNITS = 8_192
"""Characters of a formula: Excel's own limit."""

MAX_GROUP_WORK = 256 * MIB
"""Characters of shared formulas moved plus cells of arrays filled; 5,000,000 followers of an
ordinary formula stay below, and a hostile file is stopped within a minute or so.
"""

MAX_DIGITS = 400
"""Characters of a number written out: more than a double can tell apart, enough for any score."""

COMPRESSION_LEVEL = 1
"""Deflate level of a changed part: four times as fast as the default for a tenth more bytes."""

# ── its earlier states ──

BACKUPS = 20
"""Earlier states of one workbook: the last ones, then each day's last."""

BACKUPS_IN_A_ROW = 10
"""Of these, how many are kept whatever their day: a morning of corrections."""

BACKUP_BYTES = 1024 * MIB
"""All of one workbook's; the newest stays at any size.  An ordinary one takes 40 KiB."""

# ── a file to be imported ──

MAX_TEXT_FILE_BYTES = 64 * MIB
"""A text file; a ledger of 100,000 lines takes about 10 MiB."""

MAX_ROWS = 100_000
"""Rows of a file to be imported; a quarter's ledger has some hundreds."""

MAX_IMPORT_BYTES = 64 * MIB
"""All parts of a department's workbook that are read, unpacked; a full ledger takes 10 MiB."""

MAX_XLS_BYTES = 16 * MIB
"""An old workbook (.xls, .et), which is not packed; a ledger of 10,000 lines takes 2 MiB."""

MAX_IMPORT_CELLS = 1_000_000
"""Cells of one sheet to be imported; a reader takes some 400 bytes for each."""

MAX_IMPORT_MERGES = 20_000
"""Merged areas of one sheet to be imported; a form has some dozens."""

MAX_COLUMNS = 2_000
"""Columns of a text file; the published table has 49."""

MAX_LINE = 1_000_000
"""Characters of one line; longer ones come from files that are no tables."""

SEARCHED_ROWS = 50
"""Where a header may stand; a header word further down is only data."""

MOST_LISTED = 1_000
"""Faults listed one by one; past that their number is told."""
