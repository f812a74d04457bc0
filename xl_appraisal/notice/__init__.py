"""Notices: what the centre's notice says, as data, and how it is read."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from xl_appraisal.errors import NoticeError
from xl_appraisal.fields import Faults, parse_toml
from xl_appraisal.notice.model import Notice
from xl_appraisal.notice.parameters import changed_document
from xl_appraisal.notice.reader import build_notice

__all__ = ["DEFAULT_NOTICE", "Notice", "load_notice", "notice_ids"]

_FOLDER = Path(__file__).parent.parent / "notices"
DEFAULT_NOTICE = "jinjiang-2023"


def notice_ids() -> tuple[str, ...]:
    """The ids of the notices that come with the product."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))


def load_notice(
    notice: str | Path = DEFAULT_NOTICE, changes: Mapping[str, str | Decimal] | None = None
) -> Notice:
    """The notice of that id or file, with single values changed if asked.

    ``changes`` maps a parameter's path (see :func:`.parameters.parameters`) to its new value.
    Raises :class:`NoticeError` listing every fault, :class:`KeyError` for an unknown path and
    :class:`ValueError` for a value of the wrong sort.
    """
    document = _document(notice)
    if changes:
        document = changed_document(document, changes)
    return build_notice(str(notice), document)


def _document(notice: str | Path) -> dict[str, Any]:
    if isinstance(notice, str) and notice in notice_ids():
        return copy.copy(_bundled(notice))
    path = Path(notice)
    if path.suffix != ".toml":
        known = "、".join(notice_ids())
        raise NoticeError(str(notice), [f"没有编号为 {notice} 的通报；现有：{known}，或给出 .toml 文件。"])
    return _parse(path)


@lru_cache(maxsize=8)
def _bundled(notice_id: str) -> dict[str, Any]:
    return _parse(_FOLDER / f"{notice_id}.toml")


def _parse(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise NoticeError(str(path), [f"读不出来（{error}）。请存为 UTF-8 文本。"]) from error
    faults: Faults = []
    document = parse_toml(path.name, text, faults)
    if faults:
        raise NoticeError(str(path), faults)
    return document
