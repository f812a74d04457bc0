"""The core's appraisal for a reader of values alone, which cell functions are."""

from __future__ import annotations

from xl_appraisal.book.read.percent_doubt import doubted
from xl_appraisal.hosts.host import Host
from xl_appraisal.model.record import replace
from xl_appraisal.work import desk
from xl_appraisal.work.desk import Appraised


def appraised_by_values(host: Host) -> Appraised:
    """The workbook appraised, with a window stopped by a figure that may be a percent.

    Raises :class:`BookError` as the core does.
    """
    quarter = desk.appraise_host(host).quarter
    windows = tuple(doubted(window, quarter.book) for window in quarter.windows)
    quarter = replace(quarter, windows=windows)
    return Appraised(quarter, quarter.appraise())
