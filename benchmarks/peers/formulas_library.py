"""The library ``formulas``: load a book of plain formulas, calculate it in Python, save.

``python -m benchmarks.peers.formulas_library PLAIN_BOOK OUT_FOLDER``
"""

from __future__ import annotations

import sys

import formulas


def main(book: str, folder: str) -> None:
    """Calculate the whole model."""
    model = formulas.ExcelModel().loads(book).finish()
    model.calculate()
    model.write(dirpath=folder)


if __name__ == "__main__":
    main(*sys.argv[1:])
