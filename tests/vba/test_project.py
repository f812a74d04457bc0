"""vbaProject.bin, read back by readers that know nothing of how it was written."""

from __future__ import annotations

import re
from importlib.resources import files

import olefile
import pytest
from pyopenvba.cfb import CFB
from pyopenvba.vba import decompress, parse_project_stream, parse_projectwm, parse_vba_project

from tests.vba.books import build
from tests.vba.readers import vba_sources
from xl_appraisal.book.new.macros.sources import Bridge, VbaModule, project_modules
from xl_appraisal.book.own_formulas import NAMES

FUNCTION = re.compile(r"^(?:Public )?Function (\w+)", re.MULTILINE)
CHINESE = (
    'Attribute VB_Name = "Texts2"\r\nSub Tell()\r\n    MsgBox "绩效考核：红旗窗口"\r\nEnd Sub\r\n'
)


def parsed(project: bytes):
    return parse_vba_project(CFB.from_bytes(project))


@pytest.mark.parametrize("options", [{}, {"bridge": "standalone"}, {"bridge": "reference"}])
def test_olevba_reads_back_exactly_the_source_files(options: dict[str, Bridge]) -> None:
    """Each module in the project is its .bas file, byte for byte in the text."""
    found = vba_sources(build(**options))
    folder = files("xl_appraisal.book.new.macros") / "src"
    for name in ("Macros", "Texts", "Runner", "FunctionHelp"):
        assert found[name] == (folder / f"{name}.bas").read_bytes().decode("ascii")
    behind = (folder / "ThisWorkbook.cls").read_bytes().decode("ascii")
    assert found["ThisWorkbook"].endswith(behind)


def test_sources_are_ascii_so_that_no_code_page_can_spoil_them() -> None:
    """Chinese reaches VBA as code numbers only (see chinese.py)."""
    for module in project_modules():
        assert module.source.isascii(), module.name


def test_lines_stay_within_what_the_vba_editor_takes() -> None:
    """No physical line has more than 1,023 characters; every line ends with CR LF."""
    for module in project_modules():
        lines = module.source.split("\r\n")
        assert max(map(len, lines)) <= 1023
        assert not any("\n" in line or "\r" in line for line in lines)


def test_chinese_in_a_module_survives_in_code_page_936() -> None:
    """A module that does hold Chinese comes back unchanged: the project says 936."""
    project = build(VbaModule("Texts2", CHINESE))
    assert vba_sources(project)["Texts2"] == CHINESE
    assert parsed(project).code_page == 936
    with olefile.OleFileIO(project) as ole:
        stored = ole.openstream("VBA/Texts2").read()
    assert "绩效考核".encode("gbk") in decompress(stored)


def test_a_character_outside_the_code_page_is_refused() -> None:
    """Nothing turns into a question mark unnoticed."""
    with pytest.raises(UnicodeEncodeError):
        build(VbaModule("Odd", 'Attribute VB_Name = "Odd"\n\'\N{GRINNING FACE}\n'))


def test_document_modules_bear_the_code_names_of_workbook_and_sheets() -> None:
    """ThisWorkbook and each sheet, in order, in all three places that list the modules."""
    project = build()
    modules = parsed(project).modules
    assert [m.name for m in modules][:3] == ["ThisWorkbook", "Table", "Sheet2"]
    with olefile.OleFileIO(project) as ole:
        listed = parse_project_stream(ole.openstream("PROJECT").read(), code_page=936)
        wide = parse_projectwm(ole.openstream("PROJECTwm").read(), code_page=936)
    documents = ["ThisWorkbook", "Table", "Sheet2"]
    assert [name for name, _ in listed.document_modules] == documents
    standard = [m.name for m in modules if m.name not in documents]
    assert listed.standard_modules == standard
    assert wide == [(m.name, m.name) for m in modules]


def test_each_document_module_names_the_excel_class_it_belongs_to() -> None:
    """Workbook and Worksheet, by the class identifiers Excel's own files bear."""
    found = vba_sources(build())
    assert "{00020819-0000-0000-C000-000000000046}" in found["ThisWorkbook"]
    assert "{00020820-0000-0000-C000-000000000046}" in found["Table"]


def test_an_independent_parser_finds_the_project_consistent() -> None:
    """The check of names and streams that pyOpenVBA brings along has nothing to report."""
    project = build()
    assert parsed(project).validate(CFB.from_bytes(project)) == []


def test_without_reference_the_project_depends_on_ole_automation_only() -> None:
    """Nothing can be missing on another machine; xlwings is found by name at run time."""
    for options in ({}, {"bridge": "standalone"}):
        assert [r.name for r in parsed(build(**options)).references] == ["stdole"]


def test_the_reference_to_the_addin_names_a_file_and_no_folder() -> None:
    """MS-OVBA 2.1.1.12: a mark for the kind, then a path; ours is the bare file name."""
    references = parsed(build(bridge="reference")).references
    assert [r.name for r in references] == ["stdole", "xlwings"]
    assert references[1].libid == references[1].libid_secondary == "*\\Cxlwings.xlam"


def test_the_bridge_to_xlwings_exists_exactly_once() -> None:
    """XLPy is defined by the add-in bridge, by the embedded module, or by neither."""
    defined = {
        name: sum(bool(re.search(r"^(Public )?Function XLPy\(", s, re.M)) for s in sources.values())
        for name, sources in (
            ("addin", vba_sources(build())),
            ("standalone", vba_sources(build(bridge="standalone"))),
            ("reference", vba_sources(build(bridge="reference"))),
        )
    }
    assert defined == {"addin": 1, "standalone": 1, "reference": 0}


@pytest.mark.parametrize("bridge", ["addin", "standalone", "reference"])
def test_excel_offers_cell_functions_alone_among_its_functions(bridge: Bridge) -> None:
    """MS-VBAL 5.2.1.4: a private module's procedures are the project's own.

    Every other public function would show up in the function wizard.  xlwings' embedded module
    stays as xlwings has it.
    """
    found = vba_sources(build(bridge=bridge))
    functions = {
        name: set(FUNCTION.findall(source))
        for name, source in found.items()
        if not re.search(r"^Option Private Module\r?$", source, re.MULTILINE)
    }
    offered = {name for name, public in functions.items() if public} - {"xlwings"}
    assert offered == {"xlwings_udfs"} and functions["xlwings_udfs"] == set(NAMES)


def test_what_staff_and_excel_call_by_name_stays_public() -> None:
    """Buttons, Alt+F8 and ribbon call ``Macros``, cells ``xlwings_udfs``; neither is hidden."""
    found = vba_sources(build())
    shown = {name for name, source in found.items() if "Option Private Module" not in source}
    assert shown == {"ThisWorkbook", "Table", "Sheet2", "Macros", "xlwings_udfs"}


def test_messages_reach_windows_in_unicode() -> None:
    """MessageBoxW of user32 with a pointer for window, text and title, as wide as the system's.

    Excel 2007 knows neither PtrSafe nor LongPtr; MsgBox is left where the call fails.
    """
    found = vba_sources(build())
    runner = found["Runner"].replace(" _\r\n       ", "").replace("\r\n", "\n")
    newer, older = re.findall(r"^    Private Declare (.+)$", runner, re.MULTILINE)
    for declared, pointer in ((newer.removeprefix("PtrSafe "), "LongPtr"), (older, "Long")):
        assert declared == (
            f'Function MessageBoxW Lib "user32" (ByVal owner As {pointer}, ByVal message As '
            f"{pointer}, ByVal title As {pointer}, ByVal style As Long) As Long"
        )
    assert newer.startswith("PtrSafe ")
    assert runner.index("#If VBA7 Then") < runner.index("PtrSafe") < runner.index("#Else\n")
    assert "MessageBoxW Application.Hwnd, StrPtr(message), StrPtr(title)" in runner
    assert [name for name, source in found.items() if "MsgBox" in source] == ["Runner"]
    assert runner.index("plainly:\n    MsgBox message") > runner.index("On Error GoTo plainly")


def test_standalone_embeds_the_module_of_the_installed_xlwings() -> None:
    """Its text is the package's file, licence included; no other variant has it."""
    installed = (files("xlwings") / "xlwings.bas").read_bytes().decode("ascii")
    embedded = vba_sources(build(bridge="standalone"))["xlwings"]
    assert embedded.rstrip("\r\n") == installed.rstrip("\r\n")
    assert "xlwings" not in vba_sources(build())


def test_the_repository_holds_none_of_xlwings_own_code() -> None:
    """Its licence line, in every file of its VBA, is in none of ours."""
    for path in (files("xl_appraisal.book.new.macros") / "src").iterdir():
        assert "Zoomer Analytics" not in path.read_text(encoding="utf-8")


def test_the_same_sources_give_the_same_bytes_and_others_do_not() -> None:
    """No clock, no counter, no random number; and the project's GUID follows the contents."""
    assert build() == build()
    assert build(bridge="standalone") == build(bridge="standalone")
    assert build() != build(VbaModule("Texts2", CHINESE))


def test_nothing_tells_where_or_when_it_was_built() -> None:
    """No folder of a user, and no time in any directory entry of the compound file."""
    for options in ({}, {"bridge": "standalone"}, {"bridge": "reference"}):
        project = build(**options)
        with olefile.OleFileIO(project) as ole:
            raw = decompress(ole.openstream("VBA/dir").read())
            times = [
                entry
                for entry in ole.direntries
                if entry and (entry.createTime or entry.modifyTime)
            ]
        assert not times
        assert not re.search(rb"(?i)users\\|/(home|root|work)/", raw)


def test_no_compiled_code_is_left_beside_the_source() -> None:
    """Every module starts at its source, and _VBA_PROJECT says "written by no version"."""
    project = build(bridge="standalone")
    assert {module.text_offset for module in parsed(project).modules} == {0}
    with olefile.OleFileIO(project) as ole:
        header = ole.openstream("VBA/_VBA_PROJECT").read()
    assert header == bytes.fromhex("CC61FFFF000000")
