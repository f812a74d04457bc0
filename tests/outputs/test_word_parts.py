"""Word documents as files: the same contents, the same bytes, nothing of anybody's template."""

from __future__ import annotations

import io
import zipfile

import docx

from tests.outputs.quarters import page
from xl_appraisal.outputs.page import Page
from xl_appraisal.outputs.page_word import pages_docx
from xl_appraisal.outputs.word_parts import BODY, LATIN


def parts(document: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(document))


def test_nothing_in_a_document_tells_when_it_was_made() -> None:
    """No part carries the clock's time, so that a second run replaces nothing."""
    made = pages_docx([page("甲")])

    with parts(made) as archive:
        assert {info.date_time for info in archive.infolist()} == {(2024, 1, 1, 0, 0, 0)}
    assert docx.Document(io.BytesIO(made)).paragraphs[1].text == "窗口：甲"


def test_a_document_is_todays_words_in_chinese_and_nobodys() -> None:
    """Compatibility mode 15, zh-CN, Chinese font hints on each run; no author, no thumbnail."""
    with parts(pages_docx([page("甲")])) as archive:
        texts = {name: archive.read(name).decode() for name in archive.namelist()}

    assert 'w:name="compatibilityMode"' in texts["word/settings.xml"]
    assert 'w:val="15"' in texts["word/settings.xml"]
    assert 'w:eastAsia="zh-CN"' in texts["word/styles.xml"]
    document = texts["word/document.xml"]
    assert document.count('w:hint="eastAsia"') == document.count("<w:r>")
    assert "creator" not in texts["docProps/core.xml"]
    assert not any("thumbnail" in name for name in texts)


def test_a_name_that_looks_like_a_place_of_the_frame_stays_a_name() -> None:
    """What is filled into a part is never looked through for places again."""
    made = pages_docx([Page("{body}", "{title}", ())])

    document = docx.Document(io.BytesIO(made))
    assert [paragraph.text for paragraph in document.paragraphs] == ["{body}", "{title}"]
    assert document.core_properties.title == "{body}"


def test_the_frame_has_the_fonts_of_the_texts() -> None:
    """The default style and the page number are set in the body's fonts."""
    with parts(pages_docx([page("甲")])) as archive:
        for name in ("word/styles.xml", "word/footer.xml"):
            assert f'w:eastAsia="{BODY}"' in archive.read(name).decode()
            assert f'w:ascii="{LATIN}"' in archive.read(name).decode()
