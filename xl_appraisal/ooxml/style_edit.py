"""Cell formats added to a styles part: one there with another number format (18.8.10, 18.8.31)."""

from __future__ import annotations

import re

from xl_appraisal.ooxml.part_xml import Path, malformed, to_xstring, walk

_ROOT = re.compile(rb"<((?:[\w.-]+:)?)styleSheet\b[^>]*>")
_COUNT = re.compile(rb"""(\scount\s*=\s*["'])[0-9]+""")
_TAG = re.compile(rb"(<[^>]*?)(/?>.*)", re.DOTALL)
_FIRST_OWN = 164  # 18.8.30: smaller numbers are the programs' own
_BUILT_IN = {"General": 0, "0": 1, "0.00": 2, "#,##0": 3, "#,##0.00": 4, "0%": 9, "0.00%": 10}


class CellFormats:
    """The bytes of ``xl/styles.xml``; :class:`XlsxError` where they are in no form we know."""

    def __init__(self, data: bytes, part: str) -> None:
        self.data = data
        self._part = part
        root = _ROOT.search(data)
        if root is None:
            raise malformed("样式表里没有样式", part)
        self._prefix, self._top = root[1], root.end()
        self._codes = dict[str, int]()
        self._count = 0
        walk(data, part, self._read)
        self._formats = self._found()

    def like(self, style: int, code: str) -> int:
        """The index of a cell format that differs from ``style`` in its number format alone."""
        if style >= len(self._formats):
            raise malformed(f"样式表里没有编号 {style} 的单元格格式", self._part)
        parts = _TAG.fullmatch(self._formats[style])
        assert parts is not None
        tag = parts[1]
        for name, value in ((b"numFmtId", self._number(code)), (b"applyNumberFormat", 1)):
            tag = re.sub(rb"""\s%b\s*=\s*(?:"[^"]*"|'[^']*')""" % name, b"", tag)
            tag += b' %b="%d"' % (name, value)
        made = tag + parts[2]
        if made not in self._formats:
            self._formats.append(made)
            self._append(b"cellXfs", made)
        return self._formats.index(made)

    def _read(self, path: Path, attributes: dict[str, str]) -> None:
        match path[-2:]:
            case ["numFmts", "numFmt"]:
                self._codes[attributes.get("formatCode", "")] = int(attributes["numFmtId"])
            case ["cellXfs", "xf"]:
                self._count += 1

    def _found(self) -> list[bytes]:
        """The cell formats as written; their number is what an XML parser counts."""
        start, end = self._inside(b"cellXfs")
        xf = self._prefix + b"xf"
        one = re.compile(rb"<%b\b[^>]*?(?:/>|>.*?</%b>)" % (xf, xf), re.DOTALL)
        found = one.findall(self.data, start, end) if end else []
        if len(found) != self._count:
            raise malformed("样式表里的单元格格式数不清", self._part)
        return found

    def _number(self, code: str) -> int:
        """The number of a number format, put in where the part has none such."""
        if code not in self._codes and code not in _BUILT_IN:
            number = max([_FIRST_OWN - 1, *self._codes.values()]) + 1
            text = to_xstring(code).replace('"', "&quot;").encode()
            made = b'<%bnumFmt numFmtId="%d" formatCode="%b"/>' % (self._prefix, number, text)
            if not self._inside(b"numFmts")[1]:  # 18.8.39: they stand first
                empty = b'<%bnumFmts count="0"></%bnumFmts>' % (self._prefix, self._prefix)
                self.data = self.data[: self._top] + empty + self.data[self._top :]
            self._append(b"numFmts", made)
            self._codes[code] = number
        return self._codes[code] if code in self._codes else _BUILT_IN[code]

    def _append(self, tag: bytes, made: bytes) -> None:
        start, end = self._inside(tag)
        opening = self.data.rindex(b"<", 0, start)
        count = len(re.findall(rb"<%b(?:xf|numFmt)\b" % self._prefix, self.data[start:end]))
        head = _COUNT.sub(rb"\g<1>%d" % (count + 1), self.data[opening:start])
        self.data = self.data[:opening] + head + self.data[start:end] + made + self.data[end:]

    def _inside(self, tag: bytes) -> tuple[int, int]:
        """Where the content of an element stands; ``(0, 0)`` where it has none."""
        name = self._prefix + tag
        found = re.search(rb"<%b\b[^>]*(?<!/)>(.*?)</%b>" % (name, name), self.data, re.DOTALL)
        return found.span(1) if found else (0, 0)
