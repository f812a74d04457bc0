"""Texts that look like formulas, fields, markup or templates are plain text in what we write."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import docx
import pytest

from tests.code_health.sources import PACKAGE, modules
from tests.evidence import LAYOUT_TEXT, NOTICE_TEXT
from tests.fuzz.samples import command
from xl_appraisal.outputs.page import DOCUMENT
from xl_appraisal.outputs.pdf import printer
from xl_appraisal.outputs.word_parts import BODY, document_bytes, paragraph

ADDRESS = "http://127.0.0.1:9"
TEXTS = (
    f'=HYPERLINK("{ADDRESS}","y")',
    "+1+1",
    "-1-1",
    "@SUM(1)",
    "<script>alert(1)</script>",
    "&lt;b&gt;&#65;",
    "{{7*7}}{%raw%}",
    "]]><x/>",
    '{ INCLUDETEXT "secret.txt" }',
    '<w:fldSimple w:instr="DATE"/>',
    f"{ADDRESS}/a",
    f"javascript:alert('{ADDRESS}')",
    "${7*7}%s%(x)s\\u0041",
)
TAB = "\t=1+1"
MARKUP = "w:instrText|w:fldChar|w:hyperlink|w:altChunk|w:object|w:pict|o:OLEObject|w:drawing"
ACTIONS = b"/URI|/JavaScript|/JS\\b|/Launch|/GoToR|/SubmitForm|/ImportData|/EmbeddedFile|/AA\\b"


def quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A quarter whose windows, people, reasons, columns and remarks are those texts; its files."""
    place = tmp_path_factory.mktemp("texts")
    names = "".join(f"{quoted(text)}\n" for text in TEXTS)
    (place / "窗口.csv").write_text(f"窗口\n{names}", "utf-8", newline="")
    people = [f"{quoted(text)},{quoted(text)},101\n" for text in TEXTS]
    (place / "人员.csv").write_text("".join(["窗口,姓名,考核分\n", *people]), "utf-8")
    reasons = [(TEXTS[0], text) for text in (*TEXTS, TAB)] + [(text, text) for text in TEXTS[1:]]
    lines = [f"{quoted(name)},业务规范,0.1,{quoted(text)}\n" for name, text in reasons]
    (place / "明细.csv").write_text("".join(["窗口,模块,分值,事由\n", *lines]), "utf-8")
    remark = json.dumps("".join(TEXTS))[:-1]
    notice = re.sub('^text = "', lambda _: f"text = {remark}", NOTICE_TEXT, flags=re.MULTILINE)
    (place / "通报.toml").write_text(notice, "utf-8")
    header = f"header = {json.dumps(['重点加分', TEXTS[8], TEXTS[9]], ensure_ascii=False)}"
    layout = LAYOUT_TEXT.replace('header = ["重点加分", "领导重视", "到岗次数"]', header)
    assert layout != LAYOUT_TEXT
    (place / "栏目.toml").write_text(layout, "utf-8")

    book = place / "2023Q1.xlsx"
    given = "--notice", place / "通报.toml", "--layout", place / "栏目.toml"
    lists = "--ledger", place / "明细.csv", "--staff", place / "人员.csv"
    for job in (
        ("new", book, "--windows", place / "窗口.csv", *given),
        ("import", book, *lists),
        ("new", place / "2023Q2.xlsx", "--from", book, "--quarter", "2023Q2"),
        ("annex", book, "--to", place / "附件.docx"),
        ("slips", book, "--out", place / "明细"),
    ):
        code, out, err = command(*job)
        assert code == 0, out + err
    return place


def documents(folder: Path) -> list[Path]:
    """The annex, the index and every slip."""
    return [folder / "附件.docx", *sorted((folder / "明细").glob("*.docx"))]


def words(path: Path) -> str:
    """All text of a Word document, run by run."""
    with zipfile.ZipFile(path) as archive:
        root = ElementTree.fromstring(archive.read("word/document.xml"))
    return "\n".join(e.text or "" for e in root.iter() if e.tag.endswith("}t"))


def test_word_holds_texts_only(folder: Path) -> None:
    """No field but our page numbers, no link, no object, nothing outside the file."""
    paths = documents(folder)
    assert len(paths) == len(TEXTS) + 2
    for path in paths:
        with zipfile.ZipFile(path) as archive:
            parts = {
                name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()
            }
        assert [name for name, text in parts.items() if "TargetMode" in text] == []
        written = {name: text for name, text in parts.items() if name.startswith("word/")}
        fields = [
            f for text in written.values() for f in re.findall('<w:fldSimple w:instr="(.*?)"', text)
        ]
        assert set(fields) == {"PAGE", "NUMPAGES"}
        body = {n: t for n, t in written.items() if re.match("word/(document|foot|head)", n)}
        assert {n: re.findall(f"<(?:{MARKUP})\\b", t) for n, t in body.items()} == {
            n: [] for n in body
        }


def test_word_holds_the_texts_themselves(folder: Path) -> None:
    """Each to the letter: as window, column and remark in the annex, as reason on the slips."""
    annex, index, *slips = documents(folder)
    found = words(annex)
    assert [text for text in TEXTS if text not in found.split("\n")] == []
    assert "".join(TEXTS) in found
    assert [text for text in TEXTS if text not in words(index)] == []
    most = next(words(path) for path in slips if words(path).count("=1+1") > 0)
    assert [text for text in TEXTS if text not in most.split("\n")] == []


def actions(pdf: bytes) -> list[bytes]:
    """What a PDF would do or link to: in its objects, packed ones too, not in drawn text."""
    streams = re.compile(rb"<<(?:(?!<<).)*?>>\s*stream\r?\n(.*?)endstream", re.DOTALL)
    objects = [streams.sub(b"", pdf)]
    for found in streams.finditer(pdf):
        if b"/ObjStm" in found[0]:
            objects.append(zlib.decompress(found[1]))
    return sorted({action for data in objects for action in re.findall(ACTIONS, data)})


def test_pdf_holds_texts_only(folder: Path, tmp_path: Path) -> None:
    """The annex and the longest slip through LibreOffice: no link, no script, no program."""
    most = next(path for path in documents(folder)[2:] if "=1+1" in words(path))
    with printer() as printing:
        printed = printing.printed([(folder / "附件.docx").read_bytes(), most.read_bytes()])

    assert [actions(data) for data in printed] == [[], []]
    for number, data in enumerate(printed):
        path = tmp_path / f"{number}.pdf"
        path.write_bytes(data)
        done = subprocess.run(
            ["pdftotext", "-raw", path, "-"], capture_output=True, check=True, timeout=60
        )
        said = re.sub(r"\s", "", done.stdout.decode("utf-8"))
        assert [text for text in TEXTS if re.sub(r"\s", "", text) not in said] == []


LINK = b"<</Type/Annot/Subtype/Link/A<</S/URI/URI(http://127.0.0.1:9)>>>>"
DOING = {
    "a link": (b"%PDF-1.6\n1 0 obj\n" + LINK + b"\nendobj\n", [b"/URI"]),
    "a packed link": (
        b"%PDF-1.6\n1 0 obj\n<</Type/ObjStm/N 1/Filter/FlateDecode>>\nstream\n"
        + zlib.compress(b"1 0 " + LINK)
        + b"\nendstream\nendobj\n",
        [b"/URI"],
    ),
    "a script": (b"1 0 obj\n<</OpenAction<</S/JavaScript/JS(1)>>>>", [b"/JS", b"/JavaScript"]),
    "a program": (b"1 0 obj\n<</S/Launch/F(x)>>", [b"/Launch"]),
    "drawn text": (b"1 0 obj\n<</Length 9>>\nstream\n(/URI) Tj\nendstream\nendobj", []),
}


@pytest.mark.parametrize("kind", DOING)
def test_the_search_finds_what_a_pdf_would_do(kind: str) -> None:
    """Open or packed; what is only drawn is no action."""
    pdf, found = DOING[kind]
    assert actions(pdf) == found


def strings(value: Any) -> Iterator[str]:
    """Every string of a JSON value, keys left out."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for one in value.values() for text in strings(one))
    elif isinstance(value, list):
        yield from (text for one in value for text in strings(one))


JSON: dict[str, tuple[str, ...]] = {
    "rank": (),
    "check": (),
    "gap": (),
    "explain": (TEXTS[0],),
    "diff": ("{next}",),
    "whatif": ("--set", f"{TEXTS[5]}.item_18=1"),
    "year": ("{next}",),
    "import": ("--ledger", "{ledger}", "--preview", "--allow-duplicates"),
}


@pytest.mark.parametrize("name", JSON)
def test_json_gives_the_texts_back(name: str, folder: Path) -> None:
    """Valid, and each text a string of its own or within a sentence, to the letter."""
    places = {
        "{ledger}": str(folder / "明细.csv"),
        "{next}": str(folder / "2023Q2.xlsx"),
    }
    rest = [places.get(word, word) for word in JSON[name]]
    code, out, err = command(name, folder / "2023Q1.xlsx", *rest, "--json")
    assert code in (0, 1), err
    found = list(strings(json.loads(out)))
    assert [text for text in TEXTS if not any(text in one for one in found)] == []


def test_the_formula_behind_a_tab_stays_behind_it(folder: Path) -> None:
    """A reason that begins with a tab is text like any other."""
    found = json.loads(command("explain", folder / "2023Q1.xlsx", TEXTS[0], "--json")[1])
    assert any(text.endswith("=1+1") for text in strings(found))


def test_no_module_writes_delimited_files() -> None:
    """Where a text could become a formula of whoever opens it; `demo` copies two of its own."""
    writing = re.compile(r"csv\.(writer|DictWriter)|\bto_csv\b")
    assert [str(path) for path in modules() if writing.search(path.read_text("utf-8"))] == []
    begun = re.compile("^[=+@\t]|^-(?![0-9.]+$)")
    own = [path.read_text("utf-8-sig") for path in (PACKAGE / "demo_data").glob("*.csv")]
    cells = [cell for text in own for row in csv.reader(text.splitlines()) for cell in row]
    assert cells
    assert [cell for cell in cells if begun.search(cell)] == []


def test_rare_characters_of_a_name_stay_in_word() -> None:
    """Private and newly assigned ones too; controls and marks of direction become blanks."""
    texts = chr(0xE000) + chr(0x31350) + "𠮷", "a" + chr(0x202E) + chr(27) + chr(0x85)
    body = "".join(paragraph(text, BODY, 12) for text in texts)
    content = document_bytes(body, "名次表", DOCUMENT)
    made = docx.Document(io.BytesIO(content))
    assert [p.text for p in made.paragraphs[-2:]] == ["\ue000\U00031350𠮷", "a   "]
