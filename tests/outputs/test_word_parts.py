"""Word documents as files: the same contents, the same bytes."""

from __future__ import annotations

import io
import zipfile

import docx

from xl_appraisal.outputs.word_parts import BODY, add, document_bytes, paragraph


def test_nothing_in_a_document_tells_when_it_was_made() -> None:
    """No part carries the clock's time, so that a second run replaces nothing."""
    document = docx.Document()
    add(document, paragraph("名次表", BODY, 12))

    made = document_bytes(document)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(2024, 1, 1, 0, 0, 0)}
    assert docx.Document(io.BytesIO(made)).paragraphs[-1].text == "名次表"
