"""Leave the calculation chain out of a package (ECMA-376 Part 1, 18.6).

Excel reports damage when the chain names a cell without a formula, and builds it anew without
a word when there is none.  It says nothing of the user's own, and its entries lean on their
neighbours (an omitted sheet number is that of the entry before; an empty chain is not
allowed), so the whole part goes, with its relationship and its content type.
"""

from __future__ import annotations

import re

from xl_appraisal.ooxml.package_parts import TYPES, WorkbookPart, relationships_part
from xl_appraisal.ooxml.zip_read import Archive

_ELEMENT = rb"""<(?:[\w.-]+:)?%b(?=[\s])(?:[^<>"']|"[^"<]*"|'[^'<]*')*?\s%b\s*=\s*["']%b["']
(?:[^<>"']|"[^"<]*"|'[^'<]*')*?(?:/>|>\s*</(?:[\w.-]+:)?%b\s*>)"""


def without_calc_chain(archive: Archive, book: WorkbookPart) -> tuple[dict[str, bytes], set[str]]:
    """New bytes of the parts that mention the chain, and the members to leave out."""
    links = [link for link in book.links.values() if link.kind == "calcChain" and link.target]
    replaced: dict[str, bytes] = {}
    removed: set[str] = set()
    for link in links:
        member = archive.find(link.target)
        if member is not None:
            removed.add(member.name)
        edits = (
            (relationships_part(book.part), b"Relationship", b"Id", link.id),
            (TYPES, b"Override", b"PartName", "/" + link.target),
        )
        for part, tag, attribute, value in edits:
            owner = archive.find(part)
            if owner is not None:
                data = replaced.get(owner.name) or archive.read(part)
                replaced[owner.name] = _without(data, tag, attribute, value)
    return replaced, removed


def _without(data: bytes, tag: bytes, attribute: bytes, value: str) -> bytes:
    named = re.escape(value.encode())
    source = _ELEMENT.replace(b"\n", b"") % (tag, attribute, named, tag)
    return re.sub(source, b"", data, count=1, flags=re.IGNORECASE)
