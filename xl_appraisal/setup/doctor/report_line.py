"""One line of the self-check: what was looked at, what was found, what to do about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Literal, TypeAlias

from xl_appraisal.model.record import Record
from xl_appraisal.model.text_table import read_rows

Severity: TypeAlias = Literal["fine", "info", "warning", "error"]
SEVERITY_NAMES: dict[Severity, str] = {
    "error": "错误",
    "warning": "提醒",
    "info": "说明",
    "fine": "正常",
}
"""The worst first."""


class Line(Record):
    """A line of the report.  All fields are text for staff except ``code``, which never changes.

    ``error`` keeps something from working, ``warning`` may, ``info`` only tells.
    """

    severity: Severity
    code: str
    checked: str
    found: str
    remedy: str = ""

    def __str__(self) -> str:
        text = f"[{SEVERITY_NAMES[self.severity]}] {self.checked}：{self.found}"
        return f"{text}\n    处理：{self.remedy}" if self.remedy else text


_CONSTANTS = {
    "install": "关闭所有 Excel 窗口，运行 xl-appraisal install，再启动 Excel。",
    "again": "运行 xl-appraisal install --libreoffice，再重新启动 LibreOffice。",
    "packages": "libreoffice-calc python3-uno libreoffice-script-provider-python",
    "guide": "见 docs/it/签名与受信任位置.md",
    "local": "D:\\绩效考核",
}
"""Words that several lines have in common."""


@cache
def lines_by_name() -> Mapping[str, tuple[str, ...]]:
    """The rows of ``lines.tsv``: severity, what is checked, what is found, what to do."""
    return read_rows(Path(__file__).with_name("lines.tsv"))


def line(name: str, /, **words: object) -> Line:
    """The line of that row, ``code`` or ``code.circumstance``, with these words in its braces.

    Raises :class:`KeyError` for a name that has no row or a word that is missing.
    """
    severity, *texts = lines_by_name()[name]
    said = (text.format_map({**_CONSTANTS, **words}) for text in texts)
    return Line(severity, name.partition(".")[0], *said)  # type: ignore[arg-type]  # of the four


def worst_first(lines: Sequence[Line]) -> list[Line]:
    """Errors, warnings, information, then what is in order; each as they were found."""
    order = list(SEVERITY_NAMES)
    return sorted(lines, key=lambda line: order.index(line.severity))


def summary(lines: Sequence[Line]) -> str:
    """The report in one sentence."""
    counts = {name: sum(line.severity == name for line in lines) for name in SEVERITY_NAMES}
    if not counts["error"] and not counts["warning"]:
        return f"共检查{len(lines)}项，没有发现问题。"
    return f"共检查{len(lines)}项：{counts['error']}项错误，{counts['warning']}项提醒。"
