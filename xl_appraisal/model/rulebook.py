"""A notice and a quarter's layout, loaded together: all that scoring needs to know.

A layout may bring rules of its own (points worked out from a published table, say).  They join
the notice's rules under the remark that they name, with their own standing, so that scoring
and the sheet 规则 meet one list of rules.
"""

from __future__ import annotations

import copy
import pathlib
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from xl_appraisal.model.errors import FaultsError, LayoutError, NoticeError
from xl_appraisal.model.fields import Fault, Faults, Path
from xl_appraisal.model.layout import Layout, build_layout
from xl_appraisal.model.notice import Notice, build_notice, changed_document
from xl_appraisal.model.record import Record

DEFAULT_NOTICE = "jinjiang-2023"
DEFAULT_LAYOUT = "jinjiang-2023Q1"
_RULE = 4  # steps of a path down to a rule: remark, its place, rule, its place
_PACKAGE = pathlib.Path(__file__).parents[1]


class Rulebook(Record):
    """A notice and a layout checked against each other, with the texts they were read from."""

    notice: Notice
    layout: Layout
    notice_text: str
    layout_text: str


def known_ids(folder: str) -> tuple[str, ...]:
    """The ids of the ``notices`` or ``layouts`` that come with the product."""
    return tuple(sorted(path.stem for path in (_PACKAGE / folder).glob("*.toml")))


def load_rulebook(
    notice: str | pathlib.Path | None = None, layout: str | pathlib.Path | None = None
) -> Rulebook:
    """The rulebook of that notice and layout, each an id or a ``.toml`` file.

    Without a notice, the layout's own is taken.  Raises :class:`NoticeError` or
    :class:`LayoutError` listing every fault.
    """
    columns = layout_text(layout or DEFAULT_LAYOUT)
    if notice is None:
        notice = _notice_of(columns)
    return rulebook_from_texts(notice_text(notice), columns)


def notice_text(notice: str | pathlib.Path) -> str:
    """The TOML text of a notice, an id or a ``.toml`` file.  Raises :class:`NoticeError`."""
    return _text("notices", notice, NoticeError)


def layout_text(layout: str | pathlib.Path) -> str:
    """The TOML text of a layout, an id or a ``.toml`` file.  Raises :class:`LayoutError`."""
    return _text("layouts", layout, LayoutError)


def rulebook_from_texts(
    notice_text: str, layout_text: str, changes: Mapping[str, str | Decimal] | None = None
) -> Rulebook:
    """The rulebook of two TOML texts, with single values changed if asked.

    ``changes`` maps a parameter's path to its new value.  Raises as :func:`load_rulebook`, and
    :class:`KeyError` for an unknown path, :class:`ValueError` for a value of the wrong sort.
    """
    if not changes:
        return _as_written(notice_text, layout_text)
    return _rulebook(notice_text, layout_text, changes)


@lru_cache(maxsize=8)  # the workbooks of a batch, a year or a comparison carry the same texts
def _as_written(notice_text: str, layout_text: str) -> Rulebook:
    return _rulebook(notice_text, layout_text, {})


def _rulebook(notice_text: str, layout_text: str, changes: Mapping[str, str | Decimal]) -> Rulebook:
    layout_document = _document("栏目文件", layout_text, LayoutError)
    document = _document("通报文件", notice_text, NoticeError)
    grafted, own = _graft(document, layout_document)
    if changes:
        grafted = changed_document(grafted, changes)
    notice = _built(grafted, own)
    columns = {key: value for key, value in layout_document.items() if key != "rule"}
    layout = build_layout("栏目文件", columns, notice)
    return Rulebook(notice, layout, notice_text, layout_text)


def _built(grafted: dict[str, Any], own: Mapping[Path, int]) -> Notice:
    """The notice with the layout's ``own`` rules, whose faults are told as the layout's."""
    try:
        return build_notice("通报文件", grafted)
    except NoticeError as error:
        paths = [fault.path if isinstance(fault, Fault) else () for fault in error.faults]
        if not all(path[:_RULE] in own for path in paths):
            raise
        faults: Faults = [
            Fault(fault.replace("通报文件：", "栏目文件："), ("rule", own[p[:_RULE]], *p[_RULE:]))
            for fault, p in zip(error.faults, paths, strict=True)
        ]
        raise LayoutError("栏目文件", faults) from error


def _graft(
    notice: dict[str, Any], layout: dict[str, Any]
) -> tuple[dict[str, Any], dict[Path, int]]:
    """The notice's document with the layout's rules; where each of them stands → its number."""
    grafted = copy.deepcopy(notice)
    numbered = [r for r in grafted.get("remark", ()) if isinstance(r, dict)]
    remarks = {remark.get("number"): n for n, remark in enumerate(numbered)}
    places: dict[Path, int] = {}
    rules = layout.get("rule", [])
    faults = []
    if not remarks:  # the notice itself is at fault, and will be told so
        return grafted, places
    for place, rule in enumerate(rules if isinstance(rules, list) else ()):
        own = dict(rule) if isinstance(rule, dict) else {}
        number = own.pop("remark", None)
        if number not in remarks:
            faults.append(f"[[rule]] {own.get('id', '')}：remark 为 {number}；通报没有这条备注。")
            continue
        known = numbered[remarks[number]].setdefault("rule", [])
        places["remark", remarks[number], "rule", len(known)] = place
        known.append(own)
    if faults:
        raise LayoutError("栏目文件", faults)
    return grafted, places


def _notice_of(layout_text: str) -> str:
    head = _document("栏目文件", layout_text, LayoutError).get("layout", {})
    notice = head.get("notice") if isinstance(head, dict) else None
    return notice if isinstance(notice, str) else DEFAULT_NOTICE


@lru_cache(maxsize=8)
def _document(name: str, text: str, error: type[FaultsError]) -> dict[str, Any]:
    try:  # read only: whoever changes something takes a copy
        return tomllib.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError, ArithmeticError) as fault:
        from xl_appraisal.model.notice.toml_text import read_writing

        faults = [
            f"{name}：不是有效的 TOML 文件。{str(one).rstrip('。')}。"
            for one in read_writing(text).faults
        ]
        raise error(name, faults) from fault


def _text(folder: str, wanted: str | pathlib.Path, error: type[FaultsError]) -> str:
    path = pathlib.Path(wanted)
    known = known_ids(folder)
    if isinstance(wanted, str) and wanted in known:
        path = _PACKAGE / folder / f"{wanted}.toml"
    elif path.suffix != ".toml":
        raise error(
            str(wanted), [f"没有这个编号；现有：{'、'.join(known)}，也可以给出 .toml 文件。"]
        )
    if path.exists() and not path.is_file():  # a pipe would keep us waiting
        raise error(str(path), ["这不是普通文件。请检查路径。"])
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        raise error(str(path), [_unread(fault)]) from fault


def _unread(fault: OSError | UnicodeDecodeError) -> str:
    """What is wrong with a file and what to do, in staff's words."""
    if isinstance(fault, UnicodeDecodeError):
        line = fault.object.count(b"\n", 0, fault.start) + 1
        return f"第{line}行的文字认不出来。请用记事本打开，另存为时编码选“UTF-8”。"
    if isinstance(fault, FileNotFoundError):
        return "找不到这个文件。请检查文件夹和文件名；网络盘请确认仍已连接。"
    if isinstance(fault, PermissionError):
        return "没有读取权限，或文件正被其他程序占用。请关闭打开它的程序，或请管理员给读取权限。"
    return "读不出来。请检查文件夹和文件名，并确认磁盘或网络盘没有故障。"
