"""Shared strings and rich text (ECMA-376 Part 1, 18.4.8, 18.4.9)."""

from __future__ import annotations

import re

from .errors import XlsxError
from .text import decode, from_xstring
from .xmlparts import check_encoding, local, make_parser, parse, run

_PLAIN = re.compile(
    rb"<si><t(?: xml:space=\"preserve\")?>([^<]*)</t></si>|(<si/>|<si><t/></si>)|([^ \t\r\n])"
)
_HEAD = re.compile(rb"\s*(?:<\?xml[^<>]*\?>\s*)?<sst(?:\s[^<>]*)?>", re.DOTALL)
_TAIL = re.compile(rb"</sst\s*>\s*")


class RichText:
    """Collects the text of ``si`` or ``is`` elements: runs joined, phonetic runs left out."""

    def __init__(self, item: str) -> None:
        self.texts: list[str] = []
        self._item, self._path, self._runs = item, [""], [""]

    def start(self, name: str, _: dict[str, str]) -> None:
        self._path.append(local(name))
        if self._path[-1] == self._item:
            self._runs = []

    def text(self, text: str) -> None:
        if self._path[-1] == "t" and "rPh" not in self._path:
            self._runs.append(text)

    def end(self, _: str) -> None:
        if self._path.pop() == self._item:
            self.texts.append(from_xstring("".join(self._runs)))


def shared_strings(data: bytes, part: str) -> list[str]:
    """The texts of ``xl/sharedStrings.xml`` by index; :class:`XlsxError` if malformed."""
    check_encoding(data, part)
    try:
        quick = _quick(data)
    except XlsxError as error:
        raise error.at(part=part) from None
    if quick is not None:
        return quick
    collector = RichText("si")
    parse(data, part, collector.start, collector.end, collector.text)
    return collector.texts


def _quick(data: bytes) -> list[str] | None:
    """Plain texts in the form that every program writes; ``None`` if anything else occurs."""
    head = _HEAD.match(data)
    close = data.rfind(b"</sst")
    if head is None or close < head.end() or not _TAIL.fullmatch(data, close):
        return None
    if b"xmlns=" not in head[0]:
        return None
    texts = []
    for raw, _, other in _PLAIN.findall(data, head.end(), close):
        if other:
            return None
        texts.append(from_xstring(decode(raw)))
    return texts


def rich_text(fragment: bytes, part: str) -> str:
    """The text of one ``is`` element given with its namespace declarations around it."""
    collector = RichText("is")
    parser = make_parser(part)
    parser.StartElementHandler = collector.start
    parser.EndElementHandler = collector.end
    parser.CharacterDataHandler = collector.text
    run(parser, fragment, part)
    return collector.texts[0] if collector.texts else ""
