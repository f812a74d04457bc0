"""Which windows of different quarters are the same: by name, and by the renames that are told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from xl_appraisal.book.read.typed_values import squeeze
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.period import period_name
from xl_appraisal.work.comparing.find_name import nearest
from xl_appraisal.work.year.year_model import GivenQuarter

_FORM = "旧名=新名"


class LatestNames:
    """What a window of any quarter is called in the end; spaces and width do not count."""

    def __init__(self, given: Sequence[GivenQuarter], renamed: Iterable[str] = ()) -> None:
        """``given`` are in order of time.  Raises :class:`BookError` listing every fault."""
        self._given = given
        self._spelled: dict[str, str] = {}
        for one in given:
            for window in one.appraisal.windows:
                self._spelled[squeeze(window.window)] = window.window
        self._next = self._pairs(renamed)
        self._check()

    def key(self, name: str) -> str:
        """The same text for all names of one window."""
        key = squeeze(name)
        while key in self._next:
            key = self._next[key]
        return key

    def shown(self, key: str) -> str:
        """That window's latest name as it is written."""
        return self._spelled[key]

    @property
    def renames(self) -> Mapping[str, str]:
        """Old names and the ones that followed, as they are written."""
        return {self._spelled[old]: self._spelled[new] for old, new in self._next.items()}

    def _pairs(self, renamed: Iterable[str]) -> dict[str, str]:
        pairs: dict[str, str] = {}
        faults = []
        for text in renamed:
            old, equals, new = (part.strip() for part in text.replace("＝", "=").partition("="))
            if not (old and equals and new) or squeeze(old) == squeeze(new):
                faults.append(f"“{text}”看不懂；应写成 {_FORM}，如 医保局=医疗保障局。")
                continue
            faults += [fault for name in (old, new) if (fault := self._unknown(name))]
            if pairs.get(squeeze(old), squeeze(new)) != squeeze(new):
                faults.append(f"“{old}”写了两个不同的新名称。请只写一个。")
            pairs[squeeze(old)] = squeeze(new)
        if faults:
            raise BookError("写的改名有误，没有汇总〔命令行：--renamed〕：\n" + "\n".join(faults))
        return pairs

    def _unknown(self, name: str) -> str:
        if squeeze(name) in self._spelled:
            return ""
        near = nearest(name, self._spelled.values())
        hint = f"是不是：{'、'.join(near)}？" if near else "请照名次表里的名称写。"
        return f"{self._given[0].words.each}都没有窗口“{name}”。{hint}"

    def _check(self) -> None:
        """No circles, no window under both names at once, no new name before the old one."""
        for old in self._next:
            seen, key = {old}, old
            while key in self._next:
                key = self._next[key]
                if key in seen:
                    raise BookError(f"改名绕成了圈：{'、'.join(sorted(seen))}。请只写最后的名称。")
                seen.add(key)
        for old, new in self._next.items():
            self._check_times(old, new)

    def _check_times(self, old: str, new: str) -> None:
        names = [{squeeze(w.window) for w in one.appraisal.windows} for one in self._given]
        was, now = self._spelled[old], self._spelled[new]
        both = [
            g.quarter for g, known in zip(self._given, names, strict=True) if {old, new} <= known
        ]
        if both:
            raise BookError(
                f"{'、'.join(both)} 里“{was}”和“{now}”同时都有，是两个窗口，不能当成改名。"
                "请核对名称；确实并成一个窗口的，不要写成改名，各算各的。"
            )
        last_old = max(n for n, known in enumerate(names) if old in known)
        first_new = min(n for n, known in enumerate(names) if new in known)
        if first_new < last_old:
            begins, ends = (period_name(self._given[n].quarter) for n in (first_new, last_old))
            raise BookError(
                f"“{now}”在{begins}就有了，比“{was}”（{ends}）还早。应写成 {_FORM}，是不是写反了？"
            )
