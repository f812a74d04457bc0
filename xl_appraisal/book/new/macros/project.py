"""A whole ``vbaProject.bin`` without Excel, the same bytes for the same sources (MS-OVBA).

The records and texts are written here from the specification; pyOpenVBA packs them
(compression, MS-OVBA 2.4.1, and the compound file around them, MS-CFB), because its makers
report trying just these two on a live Excel, where a container that is merely correct may
still be refused.
"""

from __future__ import annotations

import hashlib
import struct
import uuid
from collections.abc import Sequence
from typing import NamedTuple

from pyopenvba.vba import compress, serialize_projectwm

from xl_appraisal.book.new.macros.compound_file import compound_file
from xl_appraisal.book.new.macros.sources import (
    CODE_PAGE,
    ENCODING,
    WORKBOOK_CODE_NAME,
    Bridge,
    VbaModule,
    document_module,
    embedded_xlwings,
)

_VERSION_INDEPENDENT = struct.pack("<HHBH", 0x61CC, 0xFFFF, 0, 0)  # _VBA_PROJECT, 2.3.4.1
PROJECT_NAME = "VBAProject"
_LCID = 0x0409  # PROJECTLCID and PROJECTLCIDINVOKE: the specification allows no other
_COOKIE = 0xFFFF  # PROJECTCOOKIE and MODULECOOKIE: "MUST be 0xFFFF on write"
_WIN64 = 3  # PROJECTSYSKIND
_VERSION = (1, 0)  # PROJECTVERSION: counts saves in the editor; ours has none
_NAMESPACE = uuid.UUID("5d0f6e0a-5d1c-5f8e-9d4e-6a0c1b7f2e93")
_VBE = "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000"  # HostExtenderRef
_UNPROTECTED = bytes(4)  # ProjectProtectionState (2.3.1.15): no lock of any kind
_NO_PASSWORD = bytes(1)  # ProjectPassword (2.3.1.16)
_VISIBLE = b"\xff"  # ProjectVisibilityState (2.3.1.17)


def build_vba_project(
    modules: Sequence[VbaModule],
    sheet_code_names: Sequence[str],
    bridge: Bridge = "addin",
) -> bytes:
    """``vbaProject.bin`` with a document module for the workbook and for each sheet.

    ``sheet_code_names`` are those of the workbook's sheets, in its order (XlsxWriter's
    ``set_vba_name``).  Code behind the workbook comes as a document module among ``modules``.
    """
    behind = [m for m in modules if m.document] or [document_module(WORKBOOK_CODE_NAME)]
    sheets = [document_module(name) for name in sheet_code_names]
    everything = [*behind, *sheets, *(m for m in modules if not m.document)]
    if bridge == "standalone":
        everything.append(embedded_xlwings())
    return _packed(everything, [AUTOMATION, ADDIN] if bridge == "reference" else [AUTOMATION])


def _packed(modules: Sequence[VbaModule], references: Sequence[Reference]) -> bytes:
    """The streams of the project in their container (MS-OVBA 2.2)."""
    names = [(module.name, module.name) for module in modules]
    vba = {module.name: compress(module.encoded()) for module in modules}
    vba["_VBA_PROJECT"] = _VERSION_INDEPENDENT
    vba["dir"] = compress(dir_stream(modules, references))
    root = {
        "PROJECTwm": serialize_projectwm(names, code_page=CODE_PAGE),
        "PROJECT": project_stream(modules),
    }
    return compound_file(vba, root)


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
    return b"".join(
        (
            _both(0x0019, 0x0047, module.name),  # MODULENAME and MODULENAMEUNICODE
            _both(0x001A, 0x0032, module.name),  # MODULESTREAMNAME
            _both(0x001C, 0x0048, ""),  # MODULEDOCSTRING
            _record(0x0031, struct.pack("<I", 0)),  # MODULEOFFSET: no performance cache before it
            _record(0x001E, struct.pack("<I", 0)),  # MODULEHELPCONTEXT
            _record(0x002C, struct.pack("<H", _COOKIE)),  # MODULECOOKIE
            _record(0x0022 if module.document else 0x0021, b""),  # MODULETYPE
            _record(0x002B, b""),  # Terminator
        )
    )


def project_stream(modules: Sequence[VbaModule]) -> bytes:
    """The PROJECT stream of an unprotected, visible project of ``modules``.

    The project's identifier follows from the modules' contents, so that the same sources
    give the same bytes and different ones do not pass for the same project.
    """
    identifier = project_id(modules)
    lines = [f'ID="{identifier}"', *map(_declaration, modules)]
    lines += [f'Name="{PROJECT_NAME}"', 'HelpContextID="0"', 'VersionCompatible32="393222000"']
    for seed, (key, state) in enumerate(
        (("CMG", _UNPROTECTED), ("DPB", _NO_PASSWORD), ("GC", _VISIBLE))
    ):
        lines.append(f'{key}="{encrypt(state, identifier, seed).hex().upper()}"')
    lines += ["", "[Host Extender Info]", _VBE, "", "[Workspace]"]
    # ProjectWindowState (2.3.1.18): "C", every window closed when the editor opens.
    lines += [f"{module.name}=0, 0, 0, 0, C" for module in modules]
    return "".join(f"{line}\r\n" for line in lines).encode(ENCODING)


def project_id(modules: Sequence[VbaModule]) -> str:
    """The project's GUID in braces, derived from names and sources (version 5, RFC 9562)."""
    digest = hashlib.sha256()
    for module in modules:
        digest.update(module.name.encode(ENCODING) + b"\0" + module.encoded() + b"\0")
    return f"{{{uuid.uuid5(_NAMESPACE, digest.hexdigest())}}}".upper()


def encrypt(data: bytes, identifier: str, seed: int) -> bytes:
    """MS-OVBA data encryption (2.4.3.2) of ``data`` for the project called ``identifier``.

    Obfuscation rather than a cipher; a random ``seed`` would make every build different, so
    the caller fixes it.  Raises :class:`ValueError` for a seed outside one byte.
    """
    version, key = 2, sum(identifier.encode("ascii")) % 256
    out = bytearray((seed, seed ^ version, seed ^ key))
    plain, last, before = key, out[2], out[1]
    payload = bytes((seed & 6) // 2) + len(data).to_bytes(4, "little") + data
    for byte in payload:
        out.append(byte ^ ((before + plain) % 256))
        plain, last, before = byte, out[-1], last
    return bytes(out)


def _declaration(module: VbaModule) -> str:
    """ProjectDocModule or ProjectStdModule (2.3.1.3 to 2.3.1.5)."""
    return f"Document={module.name}/&H00000000" if module.document else f"Module={module.name}"
