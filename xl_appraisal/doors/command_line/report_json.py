"""An appraisal as JSON: every figure exact, as a text."""

from __future__ import annotations

from xl_appraisal.model.exact import shown
from xl_appraisal.model.notice import Notice
from xl_appraisal.scoring import Appraisal, RankedWindow
from xl_appraisal.work.desk import Appraised


def rank_json(done: Appraised) -> dict[str, object]:
    """The whole ranking: figures are exact and strings, windows in rank order."""
    notice = done.quarter.book.notice
    return {
        "quarter": done.quarter.quarter,
        "notice": notice.id,
        "quota": done.appraisal.quota,
        **people_json(done.appraisal),
        "windows": [window_json(notice, window) for window in done.appraisal.windows],
        "findings": done.appraisal.findings,
    }


def people_json(appraisal: Appraisal) -> dict[str, object]:
    """Who is elected to each award of people, where a notice has any."""
    people = [contest for contest in appraisal.contests if contest.award.of == "people"]
    return {"people": {f"{c.group}{c.award.name}": c.people for c in people}} if people else {}


def window_json(notice: Notice, window: RankedWindow) -> dict[str, object]:
    """One window of the ranking; figures are ``null`` where it has no score."""
    modules = window.score.modules
    return {
        "window": window.window,
        "rank": window.rank,
        "modules": {m.name: modules[m.id] for m in notice.modules if m.id in modules},
        "total": window.total,
        "display": total_shown(notice, window) or None,
        "red_flag": window.red_flag,
        "substituted": window.substituted,
        "vetoed": window.vetoed,
        **awards_json(notice, window),
        **({"grade": window.grade or None} if notice.grades else {}),
        "lines": window.lines,
    }


def awards_json(notice: Notice, window: RankedWindow) -> dict[str, object]:
    """What a notice may have beside the first award: others by name, groups, who is out and why."""
    told: dict[str, object] = {}
    if len(notice.window_awards) > 1:
        told["awards"] = {a.name: window.has(a) for a in notice.window_awards}
    if notice.groups:
        told["group"] = window.group
    if notice.exclusions:
        told["out"] = {e.name: window.score.out[e.id] for e in notice.exclusions
                       if e.id in window.score.out}  # fmt: skip
    return told


def total_shown(notice: Notice, window: RankedWindow) -> str:
    """The total as it is published; empty without one."""
    if window.total is None:
        return ""
    return shown(window.total, int(notice.number("total_places")))
