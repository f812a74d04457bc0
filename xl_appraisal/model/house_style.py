"""How whatever the product makes looks: fonts, sizes, tints.  Sheets and documents take these.

The fonts are those of official documents (GB/T 9704).  Where one is missing, Excel, WPS and
LibreOffice each take another Chinese font; widths and heights leave room for that.
"""

from __future__ import annotations

TITLE_FONT = "方正小标宋简体"
HEAD_FONT = "黑体"
BODY_FONT = "仿宋_GB2312"

TITLE_SIZE, TEXT_SIZE, HEAD_SIZE = 16, 12, 11
"""Points of a list's title, of texts and cells, and of a table's header."""

HEAD = "#F2F2F2"
QUIET = "#7F7F7F"
LINK = "#1F4FBF"

PAGE_NUMBERS = ("第 ", " 页 共 ", " 页")
"""What stands around the number of a page and that of all pages at its foot."""


def bgr(colour: str) -> int:
    """A colour as Excel counts it: blue, green, red.

    >>> bgr("#F20102") == 0x0201F2
    True
    """
    return int.from_bytes(bytes.fromhex(colour[1:]), "little")


def rgb(colour: str) -> int:
    """A colour as LibreOffice counts it: red, green, blue."""
    return int(colour[1:], 16)


RESULT = "绩效考核结果"
"""The category of workbooks that hold results, and nothing to be computed."""
