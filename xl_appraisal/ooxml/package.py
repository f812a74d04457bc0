"""The package: content types and relationships of its parts (ECMA-376 Part 2, 6.5, 7.2)."""

from __future__ import annotations

import posixpath
from typing import NamedTuple

from xl_appraisal.files.file_error import XlsxError
from xl_appraisal.ooxml.xml_parts import RELATIONS, malformed, parse
from xl_appraisal.ooxml.zip_archive import Archive

TYPES = "[Content_Types].xml"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"


class Relationship(NamedTuple):
    """A link from one part to another; ``kind`` is the last step of its type's address."""

    id: str
    kind: str
    target: str  # part name without leading slash; empty for what lies outside the package


class ContentTypes:
    """The content type of each part, as ``[Content_Types].xml`` says."""

    def __init__(self, data: bytes) -> None:
        self._defaults: dict[str, str] = {}
        self._overrides: dict[str, str] = {}
        parse(data, TYPES, self._start)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        kind = attributes.get("ContentType", "")
        if name == f"{_TYPES} Default":
            self._defaults[attributes.get("Extension", "").lower()] = kind
        elif name == f"{_TYPES} Override":
            self._overrides[attributes.get("PartName", "").lower()] = kind

    def of(self, part: str) -> str:
        """The content type of a part, empty if none is declared."""
        extension = part.rpartition(".")[2].lower()
        return self._overrides.get("/" + part.lower(), self._defaults.get(extension, ""))


def relationships_part(part: str) -> str:
    """``xl/workbook.xml -> xl/_rels/workbook.xml.rels``; the package's own for ``""``."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", name + ".rels")


def relationships(archive: Archive, part: str) -> dict[str, Relationship]:
    """What ``part`` links to, by id.  :class:`XlsxError` for a target outside the package."""
    source = relationships_part(part)
    found: dict[str, Relationship] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        if name != f"{_RELATIONSHIPS} Relationship":
            return
        base, _, kind = attributes.get("Type", "").rpartition("/")
        target = attributes.get("Target", "")
        inside = attributes.get("TargetMode") != "External"
        link = Relationship(
            attributes.get("Id", ""),
            kind if base in RELATIONS else "",
            _resolve(part, target, source) if inside else "",
        )
        if found.setdefault(link.id, link) is not link:
            raise malformed(f"关系编号 {link.id!r} 重复", source)

    parse(archive.read(source), source, start)
    return found


def _resolve(part: str, target: str, source: str) -> str:
    """The part that ``target`` names, seen from ``part``."""
    path = target.partition("#")[0]
    full = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), path))
    depth = len(posixpath.dirname(part).split("/")) if posixpath.dirname(part) else 0
    if "\\" in path or path.split("/").count("..") > depth:
        raise XlsxError(
            f"关系指向包外的路径 {target!r}",
            part=source,
            allowed="只能指向包内的部件",
            remedy="文件来路可疑，请向提供者核实",
        )
    return full.lstrip("/")
