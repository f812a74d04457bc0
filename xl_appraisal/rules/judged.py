"""``judged``: the section gives the points; a count is only shown, and held against a target."""

from __future__ import annotations

from xl_appraisal.rules.kind import Kind


class Judged(Kind):
    """See above."""

    derives = False
