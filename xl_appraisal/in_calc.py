"""The Calc extension's other half under the name that installed extensions import."""

from xl_appraisal.doors.calc_extension import session

__all__ = ["session"]
