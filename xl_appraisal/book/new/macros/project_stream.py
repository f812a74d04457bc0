"""The ``PROJECT`` stream: the project's properties as lines of text (MS-OVBA 2.3.1)."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence

from xl_appraisal.book.new.macros.dir_stream import PROJECT_NAME
from xl_appraisal.book.new.macros.module import ENCODING, Kind, VbaModule

_NAMESPACE = uuid.UUID("5d0f6e0a-5d1c-5f8e-9d4e-6a0c1b7f2e93")
_VBE = "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000"  # HostExtenderRef
_UNPROTECTED = bytes(4)  # ProjectProtectionState (2.3.1.15): no lock of any kind
_NO_PASSWORD = bytes(1)  # ProjectPassword (2.3.1.16)
_VISIBLE = b"\xff"  # ProjectVisibilityState (2.3.1.17)


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
    if module.kind is Kind.STANDARD:
        return f"Module={module.name}"
    return f"Document={module.name}/&H00000000"
