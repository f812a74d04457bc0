"""The methods by which a module's score comes about.  A new one is its file and a line here."""

from __future__ import annotations

from xl_appraisal.model.notice.kinds import MethodKind
from xl_appraisal.scoring.accumulate import Accumulate
from xl_appraisal.scoring.balance import Method
from xl_appraisal.scoring.deduct import Deduct
from xl_appraisal.scoring.mean import Mean

METHODS: dict[MethodKind, Method] = {
    "mean": Mean(),
    "deduct": Deduct(),
    "accumulate": Accumulate(),
}
