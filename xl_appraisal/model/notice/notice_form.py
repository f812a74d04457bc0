"""The form number of notice files: the second says more than the first; a newer one is refused."""

from __future__ import annotations

from typing import Any

from xl_appraisal.model.errors import NoticeError
from xl_appraisal.model.fields import Fault
from xl_appraisal.model.notice.notice import NEWEST_FORM


def refuse_newer(source: str, document: dict[str, Any]) -> None:
    """Of a form that is not known yet nothing else can be said."""
    form = form_of(document)
    if form > NEWEST_FORM:
        told = (
            f"{source}：[notice] 的 form（格式号）为 {form}，比本软件认识的（{NEWEST_FORM}）新；"
            "请先升级本软件，再用这份通报。"
        )
        raise NoticeError(source, [Fault(told, ("notice", "form"))])


def form_of(document: dict[str, Any]) -> int:
    """The form that a document says it has: the first, where it says none."""
    head = document.get("notice")
    form = head.get("form", 1) if isinstance(head, dict) else 1
    return form if isinstance(form, int) and not isinstance(form, bool) else 1
