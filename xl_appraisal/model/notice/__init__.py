"""Notices: what the centre's notice says, as data, and how it is read."""

from __future__ import annotations

from xl_appraisal.model.notice.notice import Notice
from xl_appraisal.model.notice.notice_reader import build_notice
from xl_appraisal.model.notice.parameters import Parameter, changed_document, parameters

__all__ = ["Notice", "Parameter", "build_notice", "changed_document", "parameters"]
