"""Workbooks written by hand, and what is in a zip file seen by :mod:`zipfile` alone."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import NamedTuple

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
SHEET = "xl/worksheets/sheet1.xml"


def sheet_xml(rows: str, *, before: str = "", after: str = "", root: str = "") -> str:
    """A worksheet part around ``rows``."""
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<worksheet xmlns="{MAIN}"'
        f"{root}>{before}<sheetData>{rows}</sheetData>{after}</worksheet>"
    )


def parts(sheet: str | bytes, **more: str | bytes) -> dict[str, str | bytes]:
    """The parts of a workbook with one sheet 排名; ``more`` are strings, styles, calcChain."""
    kinds = {name: name for name in more if name in ("sharedStrings", "styles", "calcChain")}
    links = "".join(
        f'<Relationship Id="r{kind}" Type="{RELATIONS}/{kind}" Target="{kind}.xml"/>'
        for kind in kinds
    )
    types = "".join(
        f'<Override PartName="/xl/{kind}.xml" ContentType="application/x-{kind}+xml"/>'
        for kind in kinds
    )
    return {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{SHEET_TYPE}"/>{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="a" '
        f'Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": str(more.pop("workbook", workbook_xml())),
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
        f"{links}</Relationships>",
        SHEET: sheet,
        **{f"xl/{kind}.xml": more[kind] for kind in kinds},
    }


def workbook_xml(before: str = "", after: str = "") -> str:
    return (
        f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">{before}<sheets>'
        f'<sheet name="排名" sheetId="1" r:id="r1"/></sheets>{after}</workbook>'
    )


def zipped(members: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2023, 4, 1, 9, 30, 0)), content, method)
    return buffer.getvalue()


def book(folder: Path, rows: str, **more: str) -> Path:
    """A workbook file whose only sheet 排名 holds ``rows``."""
    around = {key: more.pop(key) for key in ("before", "after", "root") if key in more}
    path = folder / "book.xlsx"
    path.write_bytes(zipped(parts(sheet_xml(rows, **around), **more)))
    return path


def read(path: Path, member: str = SHEET) -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read(member).decode()


class Raw(NamedTuple):
    """A member as it lies in the file: its local chunk and its central fields."""

    chunk: bytes
    central: tuple[object, ...]


def raw_members(path: Path) -> dict[str, Raw]:
    """Every member's bytes from its local header to the next, and what the directory says."""
    data = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        infos, end = archive.infolist(), archive.start_dir
    starts = sorted(info.header_offset for info in infos)
    ends = dict(zip(starts, [*starts[1:], end], strict=True))
    return {
        info.filename: Raw(data[info.header_offset : ends[info.header_offset]], _central(info))
        for info in infos
    }


def _central(info: zipfile.ZipInfo) -> tuple[object, ...]:
    names = (
        "flag_bits compress_type date_time CRC compress_size file_size extra comment "
        "create_system create_version extract_version internal_attr external_attr"
    )
    fields = {name: getattr(info, name) for name in names.split()}
    fields["extra"] = _without_zip64(info.extra)  # which holds the offset
    return tuple(fields.values())


def _without_zip64(extra: bytes) -> bytes:
    kept = b""
    while extra:
        end = 4 + int.from_bytes(extra[2:4], "little")
        kept += extra[:end] if extra[:2] != b"\1\0" else b""
        extra = extra[end:]
    return kept


def without_cells(xml: str, refs: Collection[str]) -> str:
    """The sheet's XML with the named cells cut out."""
    for ref in refs:
        xml = re.sub(rf"<((?:\w+:)?c) r=.{ref}\W[^>]*?(?:/>|>.*?</\1>)", "", xml, flags=re.DOTALL)
    return xml
