"""Which version of the product a machine has."""

from __future__ import annotations

from importlib.metadata import version


def installed() -> str:
    """The installed version."""
    return version("xl-appraisal")
