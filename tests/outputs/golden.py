"""Documents that a person compares: the text that came out against the file kept for it.

``XL_APPRAISAL_GOLDEN=write`` writes the files anew; look at the differences before they are kept.
"""

from __future__ import annotations

import os
from pathlib import Path


def expect_golden(path: Path, text: str) -> None:
    """Fail where the text is not that of the file."""
    if os.environ.get("XL_APPRAISAL_GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")
