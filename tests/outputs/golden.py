"""Documents that a person compares: the text that came out against the file kept for it.

``XL_APPRAISAL_GOLDEN=write`` writes the files anew; look at the differences before they are kept.
"""

from __future__ import annotations

import os
from pathlib import Path

from xl_appraisal.outputs.page import Heading, Page, Table


def page_text(page: Page) -> str:
    """The page as plain text, cells separated by a bar: for people who compare two of them."""
    lines = [page.title, page.subtitle]
    for block in page.blocks:
        if isinstance(block, Table):
            lines.append(" | ".join(column.header[-1] for column in block.columns))
            for row, texts in zip(block.rows, block.texts(), strict=True):
                lines.append(f"[{texts[0]}]" if row.look == "group" else " | ".join(texts))
        else:
            lines.append(f"## {block.text}" if isinstance(block, Heading) else block.text)
    return "\n".join(lines) + "\n"


def expect_golden(path: Path, text: str) -> None:
    """Fail where the text is not that of the file."""
    if os.environ.get("XL_APPRAISAL_GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")
