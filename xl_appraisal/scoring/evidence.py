"""What goes into scoring: for each window, what was typed, counted and entered, and where."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from xl_appraisal.model.exact import Number
from xl_appraisal.model.findings import NOWHERE, Finding, Place
from xl_appraisal.model.record import NOTHING, Record


class Given(NamedTuple):
    """A readable value and the cell that it stands in; flags are ``Decimal(1)``.

    ``name`` is whose score it is, as written.
    """

    value: Number
    place: Place = NOWHERE
    name: str = ""


class Words(NamedTuple):
    """A typed text and the cell that it stands in."""

    text: str
    place: Place = NOWHERE


class Entry(Record):
    """One line of the ledger, names already resolved.

    ``item`` is a column id, a measure (``rule.measure``) or empty for an item without a column;
    ``label`` is the item as written.  ``module`` is a module id or empty.  ``points`` are
    positive, what they do follows from the item's sign or the module's method.
    """

    place: Place
    item: str = ""
    label: str = ""
    module: str = ""
    points: Decimal | None = None
    count: Number | None = None
    date: str = ""
    reason: str = ""


class WindowEvidence(Record):
    """All that is known of one window.

    ``given`` maps column ids to typed values (``staff_performance`` too, where it was typed);
    ``staff`` are the quarterly scores of its people.  A window with a finding of severity
    ``error`` gets no score, nor does one that is ``stopped`` by a fault outside its row (a rule
    that cannot be read).  ``texts`` are those typed in columns that put a window into a group or
    out of an election.
    """

    name: str
    place: Place = NOWHERE
    given: Mapping[str, Given] = NOTHING
    staff: tuple[Given, ...] = ()
    entries: tuple[Entry, ...] = ()
    findings: tuple[Finding, ...] = ()
    stopped: bool = False
    texts: Mapping[str, Words] = NOTHING
