"""From an appraised quarter to the slip of each window, one at a time."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xl_appraisal.book.read.quarter import Quarter
from xl_appraisal.book.read.typed_values import squeeze
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.exact import ZERO, shown
from xl_appraisal.model.notice.notice import Module, Remark
from xl_appraisal.model.quarter_name import quarter_name
from xl_appraisal.outputs.slips.slip import Slip, SlipLine, SlipModule
from xl_appraisal.outputs.slips.slip_counts import Counts
from xl_appraisal.scoring import Appraisal, RankedWindow, WindowEvidence
from xl_appraisal.work.comparing.gap import gaps


class Earlier:
    """An earlier quarter to compare with."""

    def __init__(self, quarter: Quarter, appraisal: Appraisal) -> None:
        self.quarter = quarter.quarter
        self._windows = {squeeze(window.window): window for window in appraisal.windows}

    @property
    def name(self) -> str:
        return quarter_name(self.quarter)

    def before(self, window: str) -> RankedWindow | None:
        """The window of that name then; ``None`` if there was none."""
        return self._windows.get(squeeze(window))

    def gone(self, appraisal: Appraisal) -> tuple[str, ...]:
        """The windows of then that are no longer there."""
        now = {squeeze(window.window) for window in appraisal.windows}
        return tuple(w.window for name, w in self._windows.items() if name not in now)


class SlipMaker:
    """Makes the slips of one appraised quarter.

    Raises :class:`BookError` where the quarter to compare with is not an earlier one: a
    comparison the wrong way round must not go out to the departments.
    """

    def __init__(
        self, quarter: Quarter, appraisal: Appraisal, earlier: Earlier | None = None
    ) -> None:
        if earlier is not None and earlier.quarter >= quarter.quarter:
            raise BookError(
                f"用来比较的工作簿是{earlier.name}，不早于本工作簿的{quarter_name(quarter.quarter)}；"
                "没有生成。--previous 请给出更早季度的工作簿。"
            )
        self.quarter, self.appraisal, self.earlier = quarter, appraisal, earlier
        self._notice = quarter.book.notice
        self._counts = Counts(quarter.book)
        self._evidence = {window.place: window for window in quarter.windows}
        self._scored = sum(window.rank is not None for window in appraisal.windows)
        self._places = int(self._notice.number("total_places"))

    def slips(self) -> Iterator[Slip]:
        """The slip of every window in rank order, made when it is asked for."""
        distances = gaps(self.quarter.book, self.appraisal)
        for window, gap in zip(self.appraisal.windows, distances, strict=True):
            before = self.earlier.before(window.window) if self.earlier else None
            faults = [f.message for f in window.score.findings if f.severity == "error"]
            yield Slip(
                quarter=quarter_name(self.quarter.quarter),
                window=window,
                scored=self._scored,
                quota=self.appraisal.quota,
                modules=tuple(self._modules(window)),
                maximum=self._notice.maximum,
                display="" if window.total is None else shown(window.total, self._places),
                gap=gap,
                notes=tuple(
                    line.text for line in window.lines if line.figure in ("rank", "red_flag")
                ),
                faults=tuple(faults),
                remarks=self._remarks(window),
                earlier=self.earlier.name if self.earlier else "",
                before=before,
            )

    def _modules(self, window: RankedWindow) -> Iterator[SlipModule]:
        evidence = self._evidence[window.score.place]
        for module in self._notice.modules:
            if module.id in window.score.modules:
                yield self._module(module, window, evidence)

    def _module(self, module: Module, window: RankedWindow, evidence: WindowEvidence) -> SlipModule:
        lines = tuple(
            SlipLine(
                item=line.item,
                count=self._counts.text(line, evidence),
                points=line.points or ZERO,
                balance=line.after if line.after is not None else Decimal(0),
                reason=line.text,
                remark=line.remark,
                source=line.source,
                standing=line.standing,
            )
            for line in window.lines
            if line.figure == module.id
        )
        return SlipModule(
            module.id, module.name, module.maximum, window.score.modules[module.id], lines
        )

    def _remarks(self, window: RankedWindow) -> tuple[Remark, ...]:
        """The remarks that the slip's lines rest on, in the notice's order."""
        used = {line.remark for line in window.lines}
        return tuple(remark for remark in self._notice.remarks if remark.number in used)
