"""Layouts: the columns of a quarter's ranking table, as data."""

from __future__ import annotations

from xl_appraisal.model.layout.layout import Column, Layout
from xl_appraisal.model.layout.layout_file import build_layout

__all__ = ["Column", "Layout", "build_layout"]
