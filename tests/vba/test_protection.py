"""The three obfuscated lines of the PROJECT stream: nothing locked, nothing hidden."""

from __future__ import annotations

import io
import re
import zipfile
from importlib.resources import files

import olefile
import pytest

from tests.vba.books import build
from xl_appraisal.book.new.macros.project import encrypt


def decrypted(text: str) -> bytes:
    """MS-OVBA 2.4.3.3, written from the specification and not from the code under test."""
    data = bytes.fromhex(text)
    seed, version, key = data[0], data[1] ^ data[0], data[2] ^ data[0]
    assert version == 2
    plain, older, newer = key, data[1], data[2]
    out = bytearray()
    for byte in data[3:]:
        plain = byte ^ ((older + plain) & 0xFF)
        out.append(plain)
        older, newer = newer, byte
    ignored = (seed & 6) // 2
    length = int.from_bytes(out[ignored : ignored + 4], "little")
    payload = bytes(out[ignored + 4 :])
    assert len(payload) == length
    return payload


def protection(project: bytes) -> dict[str, bytes]:
    with olefile.OleFileIO(project) as ole:
        text = ole.openstream("PROJECT").read().decode("ascii")
    return {
        key: decrypted(value) for key, value in re.findall(r'^(CMG|DPB|GC)="(\w+)"', text, re.M)
    }


def test_the_project_is_neither_locked_nor_hidden_nor_behind_a_password() -> None:
    """CMG, DPB and GC as MS-OVBA 2.3.1.15 to 17 define them for such a project."""
    expected = {"CMG": bytes(4), "DPB": b"\0", "GC": b"\xff"}
    assert protection(build()) == expected


def test_the_decryption_used_here_reads_a_project_that_excel_wrote() -> None:
    """The same values stand in the workbook that comes with xlwings, made by Excel."""
    package = (files("xlwings") / "quickstart.xlsm").read_bytes()
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        project = archive.read("xl/vbaProject.bin")
    assert protection(project) == {"CMG": bytes(4), "DPB": b"\0", "GC": b"\xff"}


@pytest.mark.parametrize("seed", range(0, 256, 51))
def test_encryption_can_be_undone_for_every_number_of_ignored_bytes(seed: int) -> None:
    """The seed decides how many bytes of filling precede the length."""
    text = encrypt(b"\x01\x02\x03", "{00000000-0000-0000-0000-000000000000}", seed).hex()
    assert decrypted(text) == b"\x01\x02\x03"
