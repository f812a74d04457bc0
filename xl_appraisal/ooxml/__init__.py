"""The lossless file engine: reads .xlsx and .xlsm, changes cells, leaves every other byte.

>>> from decimal import Decimal
>>> book = Workbook.open("ranking.xlsm")              # doctest: +SKIP
>>> book.grid("排名").value(6, 3)                      # doctest: +SKIP
Decimal('98.6')
>>> book.set("排名", {(6, 49): Decimal("100.5")})      # doctest: +SKIP
>>> book.save()                                       # doctest: +SKIP
"""

from xl_appraisal.files.file_error import XlsxError
from xl_appraisal.ooxml.workbook_file import Workbook

__all__ = ["Workbook", "XlsxError"]
