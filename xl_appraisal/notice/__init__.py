"""Notices: what the centre's notice says, as data, and how it is read."""

from __future__ import annotations

from xl_appraisal.notice.model import Notice
from xl_appraisal.notice.parameters import Parameter, changed_document, parameters
from xl_appraisal.notice.reader import build_notice

__all__ = ["Notice", "Parameter", "build_notice", "changed_document", "parameters"]
