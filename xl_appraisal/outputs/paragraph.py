"""The paragraph on a quarter's outcome for the notice's body, in the style of official documents.

Every figure is computed; nothing is judged and no word is said that the figures do not carry.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from xl_appraisal.model.exact import ZERO, half_up, percent, shown
from xl_appraisal.model.exact_json import exact_json
from xl_appraisal.model.notice.notice import Notice
from xl_appraisal.model.period import period_name
from xl_appraisal.model.record import Record, replace
from xl_appraisal.model.rulebook import Rulebook
from xl_appraisal.scoring import Appraisal, RankedWindow
from xl_appraisal.scoring.contest import Contest
from xl_appraisal.scoring.outcome import elected_in

_MOST_GRADED = 10  # names behind a grade; the table has all of them


class Summary(Record):
    """The figures of the paragraph.  ``mean`` is exact; ``None`` where no window has a rank.

    ``ranked`` are the windows that take part; ``highest`` and ``lowest`` all of them with that
    total, in rank order, of whom ``mean`` is the mean; ``elected``,
    ``substituted`` and ``quota`` are of the first award, ``contests`` all of them.
    """

    windows: tuple[RankedWindow, ...]
    scored: tuple[RankedWindow, ...]
    ranked: tuple[RankedWindow, ...]
    highest: tuple[RankedWindow, ...]
    lowest: tuple[RankedWindow, ...]
    mean: Fraction | None
    elected: tuple[RankedWindow, ...]
    vetoed: tuple[RankedWindow, ...]
    substituted: tuple[RankedWindow, ...]
    contests: tuple[Contest, ...]
    quota: int

    def as_json(self) -> dict[str, object]:
        """Figures exact, as strings; windows by name."""
        highest = self.highest[0].total if self.highest else None
        lowest = self.lowest[0].total if self.lowest else None
        told = {
            "windows": len(self.windows),
            "scored": len(self.scored),
            "highest": {"total": highest, "windows": _names(self.highest)},
            "lowest": {"total": lowest, "windows": _names(self.lowest)},
            "mean": self.mean,
            "quota": self.quota,
            "red_flags": _names(self.elected),
            "vetoed": _names(self.vetoed),
            "substituted": _names(self.substituted),
        }
        people = [contest for contest in self.contests if contest.award.of == "people"]
        if people:
            told["people"] = {f"{one.group}{one.award.name}": one.people for one in people}
        return exact_json(told)  # type: ignore[no-any-return]


def summarise(appraisal: Appraisal) -> Summary:
    """The figures that a paragraph on this appraisal needs."""
    windows = appraisal.windows
    ranked = tuple(window for window in windows if window.takes_part)
    totals = [window.total or ZERO for window in ranked]
    elected = tuple(window for window in windows if window.red_flag)
    return Summary(
        windows=windows,
        scored=tuple(window for window in windows if window.total is not None),
        ranked=ranked,
        highest=tuple(w for w in ranked if w.total == max(totals)),
        lowest=tuple(w for w in ranked if w.total == min(totals)),
        mean=sum(map(Fraction, totals), Fraction(0)) / len(totals) if totals else None,
        elected=elected,
        vetoed=tuple(window for window in windows if window.vetoed),
        substituted=tuple(window for window in elected if window.substituted),
        contests=appraisal.contests,
        quota=appraisal.quota,
    )


def paragraph(book: Rulebook, quarter: str, appraisal: Appraisal) -> str:
    """The paragraph on ``quarter`` (``2023Q1``): windows, totals, who is elected and vetoed."""
    found = summarise(appraisal)
    notice = book.notice
    sentences = [
        *_windows(found, f"{period_name(quarter)}{notice.part}"),
        *_totals(appraisal, notice),
        *_out(found, notice),
        *(text for contest in found.contests for text in _elected(found, notice, contest)),
        *_grades(found, notice),
        *_vetoes(found, notice),
    ]
    return "".join(f"{sentence}。" for sentence in sentences)


def _windows(found: Summary, quarter: str) -> Iterator[str]:
    if not found.windows:
        yield f"{quarter}没有窗口参加绩效考核"
        return
    text = f"{quarter}共有{len(found.windows)}个窗口参加绩效考核"
    without = [window for window in found.windows if window.total is None]
    if not found.scored:
        text += "，均尚未计分"
    elif without:
        text += f"，其中{len(found.scored)}个已计分，{_listed(without)}尚未计分，以下为暂列结果"
    yield text


def _totals(appraisal: Appraisal, notice: Notice) -> Iterator[str]:
    """The highest, the lowest and the mean, of each group apart."""
    places = int(notice.number("total_places"))
    if not notice.groups:
        yield from _totals_of(summarise(appraisal), places)
    for group in notice.groups:
        own = tuple(window for window in appraisal.windows if window.group == group.name)
        for text in _totals_of(summarise(replace(appraisal, windows=own)), places):
            yield f"{group.name}中，{text}"


def _totals_of(found: Summary, places: int) -> Iterator[str]:
    if found.mean is None:
        return
    highest, lowest = found.highest[0].total or ZERO, found.lowest[0].total or ZERO
    if len(found.ranked) == 1:
        yield f"{found.ranked[0].window}绩效分值{shown(highest, places)}分"
    elif highest == lowest:
        yield f"{len(found.ranked)}个窗口绩效分值均为{shown(highest, places)}分"
    else:
        rounded = "" if Fraction(half_up(found.mean, places)) == found.mean else "（四舍五入）"
        most = f"{_listed(found.highest)}绩效分值{_each(found.highest)}最高"
        least = f"{_listed(found.lowest)}{_each(found.lowest)}最低"
        yield (
            f"{most}，为{shown(highest, places)}分；{least}，为{shown(lowest, places)}分；"
            f"平均{shown(found.mean, places)}分{rounded}"
        )


def _out(found: Summary, notice: Notice) -> Iterator[str]:
    """Who does not take part, by the notice's own word for it, with the reasons typed."""
    for exclusion in notice.exclusions:
        marked = [w for w in found.windows if exclusion.id in w.score.out]
        reasons = ((w.window, w.score.out[exclusion.id]) for w in marked)
        names = [f"{name}（{reason}）" if reason else name for name, reason in reasons]
        if marked:
            rank = "" if exclusion.ranked else "，不排名次"
            yield f"{'、'.join(names)}{exclusion.name}{rank}"


def _each(windows: Sequence[RankedWindow]) -> str:
    return "并列" if len(windows) > 1 else ""


def _elected(found: Summary, notice: Notice, contest: Contest) -> Iterator[str]:
    award = contest.award
    if award.of == "people":
        yield from _people(notice, contest)
        return
    if not found.scored:
        return
    elected = elected_in(contest, found.windows)
    share = notice.setting_of(award, "share")
    by = f"按参加考核窗口{percent(notice.share(share.id))}比例，" if share else ""
    start = f"{contest.group}{by}{award.name}名额{contest.quota}个"
    if not elected:
        yield f"{start}，没有窗口评为{award.name}"
        return
    order = "依次为" if len(elected) > 1 else "为"
    chosen = f"评选{award.name}{len(elected)}个，{order}{_listed(elected)}"
    yield f"{start}，{chosen}"


def _people(notice: Notice, contest: Contest) -> Iterator[str]:
    """Who is elected of those with a score in 人员考核; silent where nobody has one."""
    award, share = contest.award, notice.setting_of(contest.award, "share")
    if not contest.counted:
        return
    by = f"按{contest.counted}名人员{percent(notice.share(share.id))}比例，" if share else ""
    start = f"{contest.group}{by}{award.name}名额{contest.quota}个"
    names = [one.told for one in contest.people]
    order = "依次为" if len(names) > 1 else "为"
    chosen = f"评选{award.name}{len(names)}名，{order}{'、'.join(names)}"
    yield f"{start}，{chosen if names else f'没有人评为{award.name}'}"


def _grades(found: Summary, notice: Notice) -> Iterator[str]:
    """How many windows are of each grade, the best first; their names where they are few."""
    if not found.scored or not notice.grades:
        return
    parts = []
    for grade in sorted(notice.grades, key=lambda grade: -grade.start):
        named = [window for window in found.scored if window.grade == grade.name]
        names = f"（{_listed(named)}）" if 0 < len(named) <= _MOST_GRADED else ""
        parts.append(f"{grade.name}{len(named)}个{names}")
    yield f"按总分评定等次：{'、'.join(parts)}"


def _vetoes(found: Summary, notice: Notice) -> Iterator[str]:
    """Silent where nobody was vetoed: a notice tells what happened."""
    if not found.vetoed or not notice.window_awards:
        return
    what = f"{notice.words.this}参评{notice.award_names}资格"
    text = f"{_listed(found.vetoed)}因一票否决，取消{what}"
    for award in notice.window_awards:
        moved = [window for window in found.windows if window.awards[award.column].substituted]
        which = award.name if len(notice.window_awards) > 1 else ""
        if moved:
            text += f"；按绩效分值排名，由{_listed(moved)}自动补位{which}"
    yield text


def _listed(windows: Sequence[RankedWindow]) -> str:
    return "、".join(_names(windows))


def _names(windows: Sequence[RankedWindow]) -> list[str]:
    return [window.window for window in windows]
