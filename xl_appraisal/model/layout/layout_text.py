"""A layout file written back with the columns that a workbook has come to; the rest as it was."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xl_appraisal.model.late_pattern import late_pattern
from xl_appraisal.model.layout.layout import Column, Layout
from xl_appraisal.model.record import replace

_BLOCKS = late_pattern(r"(?m)^(?=\[)")
_COLUMN = late_pattern(r"\[\[(column|working)\]\]")
_ID = late_pattern(r'(?m)^id\s*=\s*"([^"]*)"')
_HEAD_FIELD = r'(?m)^({}\s*=\s*)"[^"]*"'


def layout_text(text: str, source: Layout, wanted: Layout, quarter: str) -> str:
    """``text``, from which ``source`` was read, with the columns of ``wanted`` and a new quarter.

    A column as it was keeps its own lines; rules of the layout stay.  With other columns the
    layout gets another id: ``jinjiang-2023Q1+2023Q2``.
    """
    first, *blocks = _BLOCKS.split(text)
    own = {m[1]: block for block in blocks if _COLUMN.match(block) and (m := _ID.search(block))}
    known = {column.id: column for column in source.all_columns}
    columns = [
        _block(kind, column, known.get(column.id), own.get(column.id, ""))
        for kind, group in (("column", wanted.columns), ("working", wanted.working))
        for column in group
    ]
    rest = [block for block in blocks if not _COLUMN.match(block)]
    heads = [block for block in rest if block.startswith("[layout]")]
    others = [block for block in rest if not block.startswith("[layout]")]
    name = source.id if _same(source, wanted) else f"{source.id.partition('+')[0]}+{quarter}"
    heads = [_head(block, name, quarter) for block in heads]
    return "".join(_ended(block) for block in (first, *heads, *columns, *others))


def _head(block: str, name: str, quarter: str) -> str:
    for field, value in (("id", name), ("quarter", quarter), ("period", quarter)):
        block = re.sub(_HEAD_FIELD.format(field), lambda m, v=value: f'{m[1]}"{v}"', block)  # type: ignore[misc]
    return block


def _same(source: Layout, wanted: Layout) -> bool:
    one, other = ([[*map(_plain, g)] for g in (of.columns, of.working)] for of in (source, wanted))
    return one == other


def _plain(column: Column) -> Column:
    """Without its width, which a workbook's own layout does not tell."""
    return replace(column, width=0.0)


def _block(kind: str, column: Column, source: Column | None, own: str) -> str:
    if own and source is not None and _plain(source) == _plain(column):
        return own.replace(_COLUMN.findall(own)[0], kind, 1)
    width = source.width if source is not None else None
    return "".join([f"[[{kind}]]\n", *_fields(column, width), "\n"])


def _fields(column: Column, width: float | None) -> Iterator[str]:
    yield f"id = {_quoted(column.id)}\n"
    yield f"header = [{', '.join(map(_quoted, column.header))}]\n"
    for name in ("kind", "sign", "module", "rule", "measure", "standing"):
        if text := getattr(column, name):
            yield f"{name} = {_quoted(text)}\n"
    if column.number_format != "General":
        yield f"format = {_quoted(column.number_format)}\n"
    if width is not None:
        yield f"width = {width:g}\n"


def _quoted(text: str) -> str:
    """A basic string of TOML, whose escapes JSON's are."""
    import json

    return json.dumps(text, ensure_ascii=False)


def _ended(block: str) -> str:
    return block if not block or block.endswith("\n") else block + "\n"
