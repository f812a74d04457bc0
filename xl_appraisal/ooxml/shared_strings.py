"""Shared strings and rich text (ECMA-376 Part 1, 18.4.8, 18.4.9)."""

from __future__ import annotations

import re

from xl_appraisal.files.file_error import XlsxError
from xl_appraisal.ooxml.xml_parts import check_encoding, holds_forbidden, local, malformed, parse
from xl_appraisal.ooxml.xml_text import decode, from_xstring

_PLAIN = re.compile(
    rb"<si><t(?: xml:space=\"preserve\")?>([^<]*)</t></si>|(<si/>|<si><t/></si>)|([^ \t\r\n])"
)
_HEAD = re.compile(rb"[ \t\r\n]*(?:<\?xml[^<>]*\?>[ \t\r\n]*)?<sst(?:[ \t\r\n][^<>]*)?>")
_TAIL = re.compile(rb"</sst[ \t\r\n]*>[ \t\r\n]*")


class _Texts:
    """Collects the text of the ``si`` elements: runs joined, phonetic runs left out.

    Cells name a text by its number: whatever makes the count doubtful is refused.
    """

    def __init__(self, part: str) -> None:
        self.texts: list[str] = []
        self._part, self._path, self._runs = part, list[str](), list[str]()

    def start(self, name: str, _: dict[str, str]) -> None:
        tag, depth = local(name), len(self._path)
        allowed = (("sst",), ("si", "extLst", ""))[depth] if depth < 2 else None
        if (tag == "si" and depth != 1) or "t" in self._path:
            raise malformed("共享文字套在另一条文字里", self._part)
        if allowed and tag not in allowed:
            raise malformed("共享文字部件里有不认识的内容", self._part)
        self._path.append(tag)
        if depth == 1:
            self._runs = []

    def text(self, text: str) -> None:
        if self._path[-1] == "t" and "rPh" not in self._path:
            self._runs.append(text)

    def end(self, _: str) -> None:
        if self._path.pop() == "si":
            self.texts.append(from_xstring("".join(self._runs)))


def shared_strings(data: bytes, part: str) -> list[str]:
    """The texts of ``xl/sharedStrings.xml`` by index; :class:`XlsxError` if malformed."""
    check_encoding(data, part)
    try:
        quick = _quick(data, part)
    except XlsxError as error:
        raise error.at(part=part) from None
    if quick is not None:
        return quick
    collector = _Texts(part)
    parse(data, part, collector.start, collector.end, collector.text)
    return collector.texts


def _quick(data: bytes, part: str) -> list[str] | None:
    """Plain texts in the form that every program writes; ``None`` if anything else occurs."""
    head = _HEAD.match(data)
    close = data.rfind(b"</sst")
    if head is None or close < head.end() or not _TAIL.fullmatch(data, close):
        return None
    if b"xmlns=" not in head[0] or holds_forbidden(data, head.end(), close):
        return None
    parse(head[0] + b"</sst>", part, _Texts(part).start)  # also attributes that nobody reads
    texts = []
    for raw, _, other in _PLAIN.findall(data, head.end(), close):
        if other:
            return None
        texts.append(from_xstring(decode(raw)))
    return texts
