"""The ribbon tab 绩效考核: its XML from the command list, and its place in an .xlsm.

The XML follows the customUI schema of Office 2010 and later (MS-CUSTOMUI2), the place in the
package MS-CUSTOMUI2 2.1: a part that the package itself, not the workbook, points to.
"""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET
import zipfile

from xl_appraisal.model.commands import TAB_ID, TAB_LABEL, Command, grouped

PART = "customUI/customUI14.xml"
NAMESPACE = "http://schemas.microsoft.com/office/2009/07/customui"
_RELS, _END = "_rels/.rels", b"</Relationships>"
_RELATIONSHIP = (
    b'<Relationship Id="xlAppraisalRibbon" Type="http://schemas.microsoft.com/office/2007/'
    b'relationships/ui/extensibility" Target="customUI/customUI14.xml"/>'
)
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip member can bear
_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def ribbon_xml() -> bytes:
    """``customUI14.xml`` with a tab of all commands in their groups."""
    root = ET.Element("customUI", xmlns=NAMESPACE)
    tabs = ET.SubElement(ET.SubElement(root, "ribbon"), "tabs")
    tab = ET.SubElement(tabs, "tab", id=TAB_ID, label=TAB_LABEL)
    for group, commands in grouped():
        element = ET.SubElement(tab, "group", id=group.id, label=group.label)
        for command in commands:
            ET.SubElement(element, "button", _button(command))
    ET.indent(root)
    return _DECLARATION + bytes(ET.tostring(root, "utf-8")) + b"\n"


def add_ribbon(package: bytes) -> bytes:
    """The .xlsm that XlsxWriter made, with the ribbon tab in it.

    Every other part keeps its bytes and its place.  All members are stored anew with one
    fixed time and system, so that the result depends on the contents alone.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in (*old.namelist(), PART):
            data = ribbon_xml() if name == PART else old.read(name)
            if name == _RELS:
                data = data.replace(_END, _RELATIONSHIP + _END)
            info = zipfile.ZipInfo(name, _EPOCH)
            info.create_system = 0  # the same on every system that builds
            new.writestr(info, data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _button(command: Command) -> dict[str, str]:
    return {
        "id": command.id,
        "label": command.label,
        "size": "large",
        "imageMso": command.image,
        "screentip": command.screentip,
        "supertip": command.supertip,
        "onAction": command.callback,
    }
