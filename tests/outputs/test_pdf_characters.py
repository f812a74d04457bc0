"""Characters that no font has are told when a PDF is made: printing drops them without a word."""

from __future__ import annotations

import subprocess

import pytest

from xl_appraisal.model.errors import BookError
from xl_appraisal.outputs import pdf
from xl_appraisal.outputs.drawing import drawing
from xl_appraisal.outputs.page import Page


def test_what_no_font_has_is_named_once() -> None:
    """Common characters are not even asked for; fontconfig is asked for the others."""
    assert pdf.without_font("水利窗口 abc √") == ""
    known = subprocess.run(["fc-list", ":charset=2cc56"], capture_output=True, check=True).stdout
    assert pdf.without_font("𬱖水利𬱖") == ("" if known else "𬱖")


def test_a_pdf_says_what_it_leaves_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Told where somebody listens, and made all the same; refused where nobody does."""
    monkeypatch.setattr(pdf, "_has_font", lambda asker, character: False)
    monkeypatch.setattr(pdf.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(pdf.Printer, "printed", lambda self, documents, *_: [b"%PDF-"])
    told: list[str] = []
    document = [Page("𬱖水利窗口", "", ())]

    with drawing("pdf", told.append) as draw:
        assert draw([document], "") == [b"%PDF-"]
    assert len(told) == 1 and "“𬱖”" in told[0] and ".docx" in told[0]
    with drawing("pdf") as draw, pytest.raises(BookError, match="缺字"):
        draw([document], "")
