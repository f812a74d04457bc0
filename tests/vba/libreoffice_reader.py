"""Run by the system's Python: open workbooks in LibreOffice and report what it sees in them.

Arguments: the pipe of a running soffice, the file to write the report (JSON) to, the
workbooks.  The first is opened once more with macros allowed, to ask it for every text that its
VBA can show.  Nothing else is run: a MsgBox would wait for ever.
"""

import json
import re
import shutil
import sys
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

NEVER_EXECUTE = 0
ALWAYS_EXECUTE = 4
WAITS = 900  # of 0.2 seconds, for a machine that is busy with other things
FUNCTION = re.compile(r"^Public Function (\w+)\(\) As String", re.MULTILINE)


def desktop(pipe):
    context = uno.getComponentContext()
    resolver = context.ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    url = f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext"
    for _ in range(WAITS):
        try:
            remote = resolver.resolve(url)
            return remote.ServiceManager.createInstance("com.sun.star.frame.Desktop")
        except NoConnectException:
            time.sleep(0.2)
    raise SystemExit(f"soffice did not answer within {WAITS * 0.2:.0f} seconds")


def report(document):
    libraries = document.BasicLibraries
    modules = {}
    if libraries.hasByName("VBAProject"):
        libraries.loadLibrary("VBAProject")
        library = libraries.getByName("VBAProject")
        modules = {name: library.getByName(name) for name in library.ElementNames}
    sheets = document.Sheets
    buttons = []
    for sheet in (sheets.getByIndex(i) for i in range(sheets.Count)):
        forms = sheet.DrawPage.Forms
        for form in (forms.getByIndex(i) for i in range(forms.Count)):
            for place in range(form.Count):
                events = [event.ScriptCode for event in form.getScriptEvents(place)]
                buttons.append([form.getByIndex(place).Label, events])
    return {
        "modules": modules,
        "workbook": document.CodeName,
        "sheets": {name: sheets.getByName(name).CodeName for name in sheets.ElementNames},
        "buttons": buttons,
        "A1": sheets.getByIndex(0).getCellRangeByName("A1").Value,
    }


def spoken_texts(document, modules):
    """What each text function returns when LibreOffice's Basic runs it."""
    provider = document.getScriptProvider()
    texts = {}
    for module in ("Texts", "AddinBridge"):
        for name in FUNCTION.findall(modules[module]):
            place = f"VBAProject.{module}.{name}?language=Basic&location=document"
            texts[name] = provider.getScript(f"vnd.sun.star.script:{place}").invoke((), (), ())[0]
    return texts


def told_beside_the_add_in(office, document, workbook):
    """How to mend a failure, with a workbook of the add-in's name open."""
    add_in = shutil.copy(workbook, Path(workbook).with_name("xlwings.xlam"))
    other = opened(office, add_in, NEVER_EXECUTE)
    place = "VBAProject.AddinBridge.HowToMend?language=Basic&location=document"
    script = document.getScriptProvider().getScript(f"vnd.sun.star.script:{place}")
    told = script.invoke((), (), ())[0]
    other.close(True)
    return told


def handed_over(document):
    """The sheets as the module Handing tells them; then plain arguments."""
    place = "VBAProject.Handing.{}?language=Basic&location=document"
    script = f"vnd.sun.star.script:{place}".format
    provider = document.getScriptProvider()
    sheets = provider.getScript(script("SheetsHandedOver")).invoke((), (), ())[0]
    plain = provider.getScript(script("HandedOver")).invoke(((3.0, "一"),), (), ())[0]
    return {"sheets": sheets, "plain": plain}


def opened(office, workbook, mode):
    options = (
        PropertyValue(Name="Hidden", Value=True),
        PropertyValue(Name="MacroExecutionMode", Value=mode),
    )
    return office.loadComponentFromURL(Path(workbook).as_uri(), "_blank", 0, options)


def main(pipe, target, *workbooks):
    office = desktop(pipe)
    reports = {}
    for workbook in workbooks:
        document = opened(office, workbook, NEVER_EXECUTE)
        reports[Path(workbook).name] = report(document)
        document.close(True)
    document = opened(office, workbooks[0], ALWAYS_EXECUTE)
    first = reports[Path(workbooks[0]).name]
    first["texts"] = spoken_texts(document, first["modules"])
    first["handed over"] = handed_over(document)
    first["beside the add-in"] = told_beside_the_add_in(office, document, workbooks[0])
    document.close(True)
    Path(target).write_text(json.dumps(reports), encoding="utf-8")
    office.terminate()


if __name__ == "__main__":
    main(*sys.argv[1:])
