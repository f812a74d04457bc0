"""What a sentence says to whoever sits at a command line, apart from what it says to all."""

from __future__ import annotations

import re

_ASIDE = re.compile("〔命令行：[^〕]*〕")


def for_window(text: str) -> str:
    """A message without its asides on commands, which mean nothing to staff before a window.

    >>> for_window("请先重新打开〔命令行：xl-appraisal reopen〕。")
    '请先重新打开。'
    """
    return _ASIDE.sub("", text)
