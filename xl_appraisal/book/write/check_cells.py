"""What a recalculation writes on 核对: three lines of figures and flags, then the findings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from xl_appraisal.book.read.list_sheets import needed_list
from xl_appraisal.book.read.quarter import Quarter
from xl_appraisal.book.sheets import CHECK, CHECK_SUMMARY_ROWS, CHECK_TABLE, FORMER_KIND
from xl_appraisal.book.write.links import linked
from xl_appraisal.book.write.outcome_text import election_texts, figures_text
from xl_appraisal.model.findings import SEVERITY_NAMES, Finding, kind_of_code
from xl_appraisal.model.grid import Grid, Ref, Write
from xl_appraisal.model.record import replace
from xl_appraisal.scoring import Appraisal

MOST_FINDINGS = 5000
"""Lines that 核对 takes; past that it says how many more there are."""
NOTHING_FOUND = "没有发现问题。"

_TEXTS = ("window", "item", "found", "expected", "message")
_LONGEST = 8_000  # characters of a text; a cell holds 32,767, nobody reads that many


def check_cells(quarter: Quarter, appraisal: Appraisal, check: Grid) -> Iterator[tuple[Ref, Write]]:
    """The cells of 核对.  Raises :class:`~.errors.BookError` where its header is gone."""
    first, second, third = CHECK_SUMMARY_ROWS
    yield (first, 1), figures_text(quarter, appraisal)[:_LONGEST]
    *flags, vetoes = election_texts(quarter, appraisal)
    yield (second, 1), "\n".join(flags)[:_LONGEST]
    yield (third, 1), vetoes[:_LONGEST]
    headers = "、".join(CHECK_TABLE.headers)
    refusal = f"工作表“{CHECK}”的表头找不到，写不了核对结果。请恢复表头：{headers}。"
    fields = (*CHECK_TABLE.fields, ("former_kind", FORMER_KIND))
    found = needed_list(check, replace(CHECK_TABLE, fields=fields), (), refusal)
    lines = list(_check_lines(appraisal.findings))
    last = max((row.row for row in found.rows()), default=found.header_row)
    for offset in range(max(len(lines), last - found.header_row)):
        line = lines[offset] if offset < len(lines) else {}
        for field, column in found.columns.items():
            yield (found.header_row + 1 + offset, column), line.get(field)


def _check_lines(findings: Sequence[Finding]) -> Iterator[dict[str, Write]]:
    if not findings:
        yield {"message": NOTHING_FOUND}
    for finding in findings[:MOST_FINDINGS]:
        kind = kind_of_code(finding.code)
        texts = {field: getattr(finding, field) for field in _TEXTS}
        yield {
            "severity": SEVERITY_NAMES[finding.severity],
            "where": linked(finding.sheet, finding.cell, finding.where) if finding.sheet else None,
            "remark": None if finding.remark is None else Decimal(finding.remark),
            "kind": kind,
            "former_kind": kind,
            **{field: text[:_LONGEST] or None for field, text in texts.items()},
        }
    if len(findings) > MOST_FINDINGS:
        more = len(findings) - MOST_FINDINGS
        message = f"另有{more}条没有列出；处理完上面的，重新计算后再看。"
        yield {"severity": SEVERITY_NAMES["info"], "message": message}
