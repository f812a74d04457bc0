"""A quarter closed, verified and opened again: nothing changes unseen, nothing is locked away."""

from __future__ import annotations

from xl_appraisal.work.closing.seal import close, refuse_unclosed, reminders, reopen
from xl_appraisal.work.closing.verify import Verdict, verify

__all__ = ["Verdict", "close", "refuse_unclosed", "reminders", "reopen", "verify"]
