"""One list of commands, and everything staff click on follows from it."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tests.vba.readers import parts
from xl_appraisal.book.new.macros.sources import SOURCE_FOLDER, project_modules
from xl_appraisal.model.commands import COMMANDS, grouped
from xl_appraisal.tools.vba.generated_sources import (
    TEXTS,
    codes,
    expression,
    generated_sources,
    write_generated,
)

UI = "{http://schemas.microsoft.com/office/2009/07/customui}"
IMAGES = Path(__file__).parents[1] / "fixtures" / "excel-images.txt"
SUB = re.compile(r"^Public Sub (\w+)\((.*)\)$", re.MULTILINE)


def macros() -> str:
    return generated_sources()["Macros.bas"].replace("\r\n", "\n")


def test_the_commands_that_staff_were_promised_first_are_all_there() -> None:
    """Labels and the functions of xl_appraisal.macros behind them; others may join."""
    assert {command.label: command.function for command in COMMANDS}.items() >= {
        "重新计算": "recalculate",
        "核对": "check",
        "生成名次表": "generate_annex",
        "说明得分": "explain",
        "自检": "self_check",
    }.items()


def test_identifiers_labels_and_procedures_are_told_apart() -> None:
    """No two commands share one, in whatever case: VBA and the ribbon would mix them up."""
    for field in ("id", "label", "function", "procedure", "callback"):
        values = [getattr(command, field).lower() for command in COMMANDS]
        assert len(set(values)) == len(values)


def test_grouping_neither_loses_nor_doubles_a_command() -> None:
    """Every command stands in its own group, once."""
    spread = [(group, command) for group, commands in grouped() for command in commands]
    assert sorted(c.id for _, c in spread) == sorted(c.id for c in COMMANDS)
    assert all(command.group == group for group, command in spread)


def test_each_command_has_a_procedure_for_buttons_and_one_for_the_ribbon() -> None:
    """Buttons call one without arguments; the ribbon passes the control clicked on."""
    expected = {command.procedure: "" for command in COMMANDS}
    expected |= {command.callback: "control As Object" for command in COMMANDS}
    assert dict(SUB.findall(macros())) == expected
    assert expected["SelfCheck"] == "" and expected["OnSelfCheck"] == "control As Object"


def test_a_procedure_runs_its_python_function_and_nothing_else() -> None:
    """The command that RunPython receives, written out for two of them."""
    assert '"import xl_appraisal.macros as m; m.recalculate()"' in macros()
    assert '"import xl_appraisal.macros as m; m.self_check()"' in macros()


def test_no_module_calls_runpython_directly() -> None:
    """An undefined RunPython would be a compile error, which no handler can catch."""
    for module in project_modules():
        code = "\n".join(line.partition("'")[0] for line in module.source.splitlines())
        assert not re.search(r"^\s*(Call )?RunPython\b", code, re.MULTILINE), module.name


def test_functions_and_macros_stand_in_separate_modules() -> None:
    """What breaks one must not take the other along."""
    names = [module.name for module in project_modules()]
    assert "Macros" in names and "AddinBridge" in names
    assert not any("XLPy" in m.source for m in project_modules() if m.name == "Macros")


def test_the_message_for_a_missing_addin_says_what_to_run() -> None:
    """The very commands that mend it stand in the text."""
    assert "xl-appraisal doctor" in TEXTS["WhatToDo"]
    assert "xl-appraisal install" in TEXTS["WhatToDo"]
    assert "xl-appraisal doctor" in TEXTS["AddinMissing"]
    assert "xl-appraisal doctor" in TEXTS["LoadedWhatToDo"]
    assert "xl-appraisal doctor" in TEXTS["StandaloneWhatToDo"]


def test_chinese_is_written_as_four_digits_for_each_character() -> None:
    """核 is U+6838 and 对 U+5BF9."""
    assert codes("核对") == "68385BF9"
    assert expression("核") == 'FromCodes("6838")'
    assert expression("") == 'FromCodes("")'


def test_a_long_text_is_spread_over_lines_and_a_longer_one_refused() -> None:
    """VBA allows 24 continued lines in a statement."""
    assert expression("核" * 1152).count(" & _\n") == 23
    with pytest.raises(ValueError, match="does not fit"):
        expression("核" * 1153)


def test_the_ribbon_shows_every_command_with_its_texts_and_callback(workbook: bytes) -> None:
    """Tab, groups and buttons of customUI14.xml against the command list."""
    root = ET.fromstring(parts(workbook)["customUI/customUI14.xml"])
    assert root.tag == f"{UI}customUI"
    (tab,) = root.iter(f"{UI}tab")
    assert tab.get("label") == "绩效考核"
    assert [group.get("label") for group in tab] == [group.label for group, _ in grouped()]
    buttons = {button.get("label"): button for button in tab.iter(f"{UI}button")}
    assert set(buttons) == {command.label for command in COMMANDS}
    for command in COMMANDS:
        button = buttons[command.label]
        assert button.get("onAction") == "On" + command.procedure
        assert button.get("imageMso") == command.image
        assert (button.get("screentip"), button.get("supertip")) == (
            command.screentip,
            command.supertip,
        )


def test_every_icon_is_one_that_excel_has() -> None:
    """excel-images.txt: the names of Microsoft's published list; another leaves a button bare."""
    known = IMAGES.read_text("ascii").split()
    assert len(known) > 8000 and "SheetUnprotect" not in known
    assert {command.image for command in COMMANDS} <= set(known)


def test_ribbon_texts_are_no_longer_than_the_schema_allows() -> None:
    """MS-CUSTOMUI2: 1,024 characters for labels and tips, and identifiers are XML names."""
    for command in COMMANDS:
        assert all(0 < len(t) <= 1024 for t in (command.label, command.screentip, command.supertip))
        assert re.fullmatch(r"[A-Za-z_]\w*", command.id)
        assert re.fullmatch(r"[A-Za-z]+", command.image)


def test_the_committed_sources_are_those_the_generators_write(tmp_path) -> None:
    """``python -m xl_appraisal.tools.vba`` was run after the last change to what they come from."""
    for name, text in generated_sources().items():
        assert (SOURCE_FOLDER / name).read_bytes() == text.encode("ascii"), name
    written = write_generated(tmp_path)
    assert {path.name for path in written} >= {"Macros.bas", "Texts.bas", "FunctionHelp.bas"}
    assert write_generated(tmp_path) == []


def test_undoing_is_offered_last_of_all_for_what_can_be_taken_back() -> None:
    """Whatever a macro does after ``OnUndo`` would make Excel forget it; it names this workbook."""
    calls = dict(re.findall(r'RunCommand "[^"]*m\.(\w+)\(\)", \w+\(\), (\w+)\n', macros()))
    assert calls == {c.function: str(c.undoable) for c in COMMANDS}
    runner = (SOURCE_FOLDER / "Runner.bas").read_text("ascii")
    assert re.search(
        r"Application\.Run RunPythonName\(\), pythonCommand\n"
        r"    If undoable Then\n        OfferUndo label\n    End If\n    Exit Sub\n",
        runner,
    )
    assert """ours = "'" & Replace(ThisWorkbook.Name, "'", "''") & "'!UndoLast\"""" in runner
    assert "Public Sub UndoLast()" in macros()
    assert TEXTS["UndoOf"] + "重新计算" + TEXTS["UndoEnds"] == "撤销“重新计算”"
