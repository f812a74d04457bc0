"""What kind a test is, is told by place: the places are there."""

from __future__ import annotations

import pytest

from tests.code_health.sources import ROOT
from tests.conftest import PLACES


def test_every_place_is_there(pytestconfig: pytest.Config) -> None:
    """A folder, a file, or the beginning of a test's name in its file; each kind is explained."""
    lost = []
    for place in (place for places in PLACES.values() for place in places):
        path, _, test = place.partition("::")
        home = ROOT / path
        name = test.partition("[")[0]
        if not home.exists() or (test and f"def {name}" not in home.read_text("utf-8")):
            lost.append(place)
    explained = {line.partition(":")[0] for line in pytestconfig.getini("markers")}

    assert lost == []
    assert PLACES.keys() <= explained
