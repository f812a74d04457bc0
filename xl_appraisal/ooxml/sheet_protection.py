"""The protection of a sheet (ECMA-376 Part 1, 18.3.1.85): put on and taken off, all else kept.

It keeps a hand from slipping, no more: any program may leave it out, and it encrypts nothing.
"""

from __future__ import annotations

import base64
import os
import re
from typing import TYPE_CHECKING

from xl_appraisal.files.file_error import XlsxError
from xl_appraisal.ooxml.sheet_frame import ATTRIBUTES

if TYPE_CHECKING:
    from xl_appraisal.ooxml.sheet_frame import Frame

SPINS = 100_000
"""How often Excel hashes a password anew by default."""

_ALLOWED = b' autoFilter="0" sort="0" formatColumns="0" formatRows="0"'
"""0 lifts a restriction: widths and filters are no figures."""


def password_hash(password: str, salt: bytes, spins: int = SPINS) -> bytes:
    """SHA-512 of salt and password in UTF-16LE, hashed ``spins`` times with the round's number."""
    from hashlib import sha512

    found = sha512(salt + password.encode("utf-16-le")).digest()
    for number in range(spins):
        found = sha512(found + number.to_bytes(4, "little")).digest()
    return found


def protection_element(prefix: bytes, password: str, salt: bytes | None = None) -> bytes:
    """The element that protects a sheet; without a password anyone may take it off again."""
    secret = b""
    if password:
        salt = os.urandom(16) if salt is None else salt
        secret = b' algorithmName="SHA-512" hashValue="%b" saltValue="%b" spinCount="%d"' % (
            base64.b64encode(password_hash(password, salt)),
            base64.b64encode(salt),
            SPINS,
        )
    on = b' sheet="1" objects="1" scenarios="1"'
    return b"<%bsheetProtection%b%b%b/>" % (prefix, secret, on, _ALLOWED)


def find_protection(data: bytes, frame: Frame) -> tuple[int, int]:
    """Start and end of the element, both where it would have to stand if there is none."""
    at = _after(data, frame, b"sheetData", frame.body_end)
    at = _after(data, frame, b"sheetCalcPr", at)
    end = _after(data, frame, b"sheetProtection", at)
    if end == at and re.search(rb"<%bsheetProtection\b" % re.escape(frame.prefix), data[at:]):
        raise XlsxError("工作表保护不在应在的位置", remedy="请用 Excel/WPS 打开并重新保存一次")
    return at, end


def _after(data: bytes, frame: Frame, name: bytes, at: int) -> int:
    """The end of the element ``name`` where it follows at once, else ``at``."""
    tag = re.escape(frame.prefix + name)
    closing = rb"\s*</%b\s*>" % tag
    if name == b"sheetData":
        found = None if frame.closed else re.compile(closing).match(data, at)
    else:
        empty = rb"\s*<%b%b\s*(?:/>|>%b)" % (tag, ATTRIBUTES, closing)
        found = re.compile(empty).match(data, at)
    return found.end() if found else at
