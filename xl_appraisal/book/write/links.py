"""Texts in cells that jump to a cell of the same workbook when they are clicked."""

from __future__ import annotations

from xl_appraisal.model.grid import Formula, Write

_MOST = 250  # characters of a text in a formula; Excel takes 255


def linked(sheet: str, cell: str, text: str) -> Write:
    r"""``text`` that jumps to that cell; as it is where a formula could not hold it.

    >>> linked("名次表", "N9", "税务").text
    'HYPERLINK("#\'名次表\'!N9","税务")'
    """
    if len(text) > _MOST:
        return text
    target = f"#'{sheet.replace(chr(39), chr(39) * 2)}'!{cell or 'A1'}"
    return Formula(f'HYPERLINK("{_quoted(target)}","{_quoted(text)}")', text)


def _quoted(text: str) -> str:
    return text.replace('"', '""')
