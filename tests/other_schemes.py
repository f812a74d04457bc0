"""Other centres' notices with the least layout there can be: counts come from the ledger."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from functools import cache

from tests.evidence import PACKAGE
from xl_appraisal.model.notice import Notice, build_notice
from xl_appraisal.model.rulebook import Rulebook, rulebook_from_texts


def notice_text(notice_id: str) -> str:
    """The file of that notice as it is shipped."""
    return (PACKAGE / "notices" / f"{notice_id}.toml").read_text(encoding="utf-8")


def notice_of(text: str) -> Notice:
    """The notice that a text says."""
    return build_notice("通报文件", tomllib.loads(text, parse_float=Decimal))


def least_layout(notice: Notice) -> str:
    """Rank, window, each module, total: what a layout cannot do without."""
    columns = [("rank", "名次", ""), ("window", "窗口", "")]
    columns += [(m.id, m.name + "（{max}分）", m.id) for m in notice.modules]
    columns += [("total", "总分（{max}分）", "")]
    columns += [(award.column, award.name, "") for award in notice.window_awards]
    marks = [(one.id, one.name, one.typed) for one in notice.exclusions]
    marks += [("group", "组别", "text")] if notice.groups else []
    period = {"month": "2023-03", "quarter": "2023Q1", "half": "2023H1", "year": "2023"}
    head = f'[layout]\nid = "made"\nnotice = "{notice.id}"\n'
    head += f'period = "{period[notice.period]}"\n'
    return (
        head
        + "".join(
            f'[[column]]\nid = "{name}"\nheader = ["{header}"]\nstanding = "sure"\n'
            f'kind = "{"text" if name == "window" else "computed"}"\nmodule = "{module}"\n'
            for name, header, module in columns
        )
        + "".join(
            f'[[working]]\nid = "{name}"\nheader = ["{header}"]\nstanding = "sure"\n'
            f'kind = "{kind}"\nrule = "{name}"\n'
            for name, header, kind in marks
        )
    )


@cache
def _book(text: str, changes: tuple[tuple[str, str | Decimal], ...]) -> Rulebook:
    return rulebook_from_texts(text, least_layout(notice_of(text)), dict(changes))


def book_of(text: str, changes: Mapping[str, object] | None = None) -> Rulebook:
    """The rulebook of a notice's text with the parameters at those paths changed."""
    wanted = {
        path: value if isinstance(value, str) else Decimal(str(value))
        for path, value in (changes or {}).items()
    }
    return _book(text, tuple(sorted(wanted.items())))
