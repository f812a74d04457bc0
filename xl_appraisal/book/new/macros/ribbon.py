"""The ribbon tab 绩效考核: its XML from the command list, and its place in an .xlsm.

The XML follows the customUI schema of Office 2010 and later (MS-CUSTOMUI2), the place in the
package MS-CUSTOMUI2 2.1: a part that the package itself, not the workbook, points to.
"""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
import zipfile

from xl_appraisal.book.new.macros.module import VbaError
from xl_appraisal.model.commands import TAB_ID, TAB_LABEL, Command, grouped

PART = "customUI/customUI14.xml"
NAMESPACE = "http://schemas.microsoft.com/office/2009/07/customui"
RELATIONSHIP = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_RELS = "_rels/.rels"
_TYPES = "[Content_Types].xml"
_ID = "xlAppraisalRibbon"
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
    """The .xlsm ``package`` with the ribbon tab in it; a tab already there is replaced.

    Every other part keeps its bytes and its place.  All members are stored anew with one
    fixed time, so that the result depends on the contents alone.  Raises
    :class:`~xl_appraisal.book.new.macros.module.VbaError` when ``package`` is no Office package.
    """
    parts = _read(package)
    for name in (_RELS, _TYPES):
        if name not in parts:
            raise VbaError(f"这不是有效的 Excel 工作簿：缺少 {name}")
    parts[PART] = ribbon_xml()
    parts[_RELS] = _with_relationship(parts[_RELS])
    parts[_TYPES] = _with_xml_type(parts[_TYPES])
    return _write(parts)


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


def _with_relationship(rels: bytes) -> bytes:
    """The package's relationships with exactly one to the ribbon."""
    text = rels.decode("utf-8")
    ours = rf'<Relationship\b[^>]*"{re.escape(RELATIONSHIP)}"[^>]*?/>'
    text = re.sub(ours, "", text)
    entry = f'<Relationship Id="{_ID}" Type="{RELATIONSHIP}" Target="{PART}"/>'
    return _inserted(text, entry, "</Relationships>")


def _with_xml_type(types: bytes) -> bytes:
    """The content types, with one for .xml: customUI parts have no type of their own."""
    root = ET.fromstring(types)
    known = {
        element.get("Extension", "").lower()
        for element in root.iter(f"{{{_PACKAGE}/content-types}}Default")
    }
    if "xml" in known:
        return types
    entry = '<Default Extension="xml" ContentType="application/xml"/>'
    return _inserted(types.decode("utf-8"), entry, "<Override", "</Types>")


def _inserted(text: str, entry: str, *anchors: str) -> bytes:
    """``entry`` put before the first of ``anchors`` that occurs."""
    for anchor in anchors:
        before, found, after = text.partition(anchor)
        if found:
            return (before + entry + found + after).encode("utf-8")
    raise VbaError(f"这不是有效的 Excel 工作簿：找不到 {anchors[-1]}")


def _read(package: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(package)) as archive:
            return {info.filename: archive.read(info) for info in archive.infolist()}
    except zipfile.BadZipFile:
        raise VbaError("这不是有效的 Excel 工作簿：不是 zip 文件") from None


def _write(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in parts.items():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0  # the same on every system that builds
            archive.writestr(info, data)
    return buffer.getvalue()
