"""The ``dir`` stream: what a VBA project holds, as records (MS-OVBA 2.3.4.2).

Written from the specification, so that nothing of another file's history (paths, cookies,
counters) gets into ours.  Values the specification fixes "on write" are written so.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import NamedTuple

from xl_appraisal.book.new.macros.module import CODE_PAGE, ENCODING, Kind, VbaModule

PROJECT_NAME = "VBAProject"
_LCID = 0x0409  # PROJECTLCID and PROJECTLCIDINVOKE: the specification allows no other
_COOKIE = 0xFFFF  # PROJECTCOOKIE and MODULECOOKIE: "MUST be 0xFFFF on write"
_WIN64 = 3  # PROJECTSYSKIND
_VERSION = (1, 0)  # PROJECTVERSION: counts saves in the editor; ours has none


class Reference(NamedTuple):
    """What a project refers to (MS-OVBA 2.3.4.2.2): its name, kind of record, addresses."""

    name: str
    kind: int
    addresses: tuple[str, ...]


AUTOMATION = Reference(
    "stdole",
    0x000D,  # a registered type library, REFERENCEREGISTERED
    (
        "*\\G{00020430-0000-0000-C000-000000000046}#2.0#0"
        "#C:\\Windows\\System32\\stdole2.tlb#OLE Automation",
    ),
)
"""OLE Automation, which the editor puts into every new project."""
ADDIN = Reference("xlwings", 0x000E, ("*\\Cxlwings.xlam",) * 2)
"""The add-in's project, REFERENCEPROJECT: ``*\\C`` and the bare name of its file (2.1.1.12)."""


def dir_stream(modules: Sequence[VbaModule], references: Sequence[Reference]) -> bytes:
    """The uncompressed ``dir`` stream of a project of ``modules`` and ``references``."""
    parts = [_information()]
    parts += [_reference(reference) for reference in references]
    parts.append(_record(0x000F, struct.pack("<H", len(modules))))  # PROJECTMODULES
    parts.append(_record(0x0013, struct.pack("<H", _COOKIE)))  # PROJECTCOOKIE
    parts += [_module(module) for module in modules]
    parts.append(_record(0x0010, b""))  # Terminator; its Reserved field is _record's size
    return b"".join(parts)


def _record(identifier: int, data: bytes) -> bytes:
    return struct.pack("<HI", identifier, len(data)) + data


def _both(identifier: int, reserved: int, text: str) -> bytes:
    """A text twice: in the project's code page, and in UTF-16 behind a marker of its own."""
    return _record(identifier, text.encode(ENCODING)) + _record(reserved, text.encode("utf-16-le"))


def _information() -> bytes:
    """PROJECTINFORMATION (2.3.4.2.1)."""
    return b"".join(
        (
            _record(0x0001, struct.pack("<I", _WIN64)),
            _record(0x0002, struct.pack("<I", _LCID)),
            _record(0x0014, struct.pack("<I", _LCID)),
            _record(0x0003, struct.pack("<H", CODE_PAGE)),
            _record(0x0004, PROJECT_NAME.encode(ENCODING)),
            _both(0x0005, 0x0040, ""),  # PROJECTDOCSTRING
            _record(0x0006, b"") + _record(0x003D, b""),  # PROJECTHELPFILEPATH
            _record(0x0007, struct.pack("<I", 0)),  # PROJECTHELPCONTEXT
            _record(0x0008, struct.pack("<I", 0)),  # PROJECTLIBFLAGS
            struct.pack("<HIIH", 0x0009, 4, *_VERSION),  # its size field is fixed at 4
            _both(0x000C, 0x003C, ""),  # PROJECTCONSTANTS
        )
    )


def _reference(reference: Reference) -> bytes:
    """One REFERENCE (2.3.4.2.2.1): its name, then what it refers to."""
    addresses = b"".join(_sized(address.encode(ENCODING)) for address in reference.addresses)
    return _both(0x0016, 0x003E, reference.name) + _record(reference.kind, addresses + bytes(6))


def _sized(data: bytes) -> bytes:
    return struct.pack("<I", len(data)) + data


def _module(module: VbaModule) -> bytes:
    """One MODULE (2.3.4.2.3.2); its stream bears its name and holds nothing but its source."""
    standard = module.kind is Kind.STANDARD
    return b"".join(
        (
            _both(0x0019, 0x0047, module.name),  # MODULENAME and MODULENAMEUNICODE
            _both(0x001A, 0x0032, module.name),  # MODULESTREAMNAME
            _both(0x001C, 0x0048, ""),  # MODULEDOCSTRING
            _record(0x0031, struct.pack("<I", 0)),  # MODULEOFFSET: no performance cache before it
            _record(0x001E, struct.pack("<I", 0)),  # MODULEHELPCONTEXT
            _record(0x002C, struct.pack("<H", _COOKIE)),  # MODULECOOKIE
            _record(0x0021 if standard else 0x0022, b""),  # MODULETYPE
            _record(0x002B, b""),  # Terminator
        )
    )
