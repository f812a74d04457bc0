"""Inputs that ask to be run, to connect, or to have another file read, each in its own way."""

from __future__ import annotations

import io
import itertools
import json
import re
import stat
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from tests.evidence import NOTICE_TEXT
from tests.fuzz.samples import WINDOWS, workbook
from tests.security.guard import DECOYS, MARK
from xl_appraisal.book.new.macros.macro_book import macro_workbook_bytes
from xl_appraisal.model.rulebook import load_rulebook

ADDRESS = "http://127.0.0.1:9"
RUN = f"__import__('os').system('touch {MARK}')"
FORMULAS = (
    f'=WEBSERVICE("{ADDRESS}/{MARK}")',
    f'=IMAGE("{ADDRESS}/{MARK}.png")',
    f'=HYPERLINK("{ADDRESS}","{MARK}")',
    f"=cmd|'/c touch {MARK}'!A1",
    "='[secret.xlsx]Sheet1'!A1",
    "='file:///etc/[passwd]x'!A1",
    f'=CALL("kernel32","WinExec","JCJ","{MARK}",0)',
    f'=PY("{RUN}",0)',
    RUN,
    f"{{{{{RUN}}}}}",
    f"%({RUN})s",
    "../secret.txt",
    "file://secret.txt",
)
Parts = dict[str, bytes]


@cache
def _macro() -> bytes:
    return macro_workbook_bytes(load_rulebook(), WINDOWS, quarter="2023Q1")


def workbooks() -> dict[str, bytes]:
    """Every hostile workbook by its file name."""
    ways: dict[str, Callable[[Parts], None]] = {
        "公式.xlsx": _formulas,
        "外部链接.xlsx": _links,
        "包外关系.xlsx": _outside,
        "配置表.xlsx": _settings,
        "实体.xlsx": _entities,
        "连接.xlsx": _connections,
    }
    made = {name: _changed(workbook(True), way) for name, way in ways.items()}
    return {
        **made,
        "宏.xlsm": _changed(_macro(), _settings),
        "符号链接.xlsx": _with_symlink(workbook(True)),
        "路径.xlsx": _with_paths(workbook(True)),
    }


def lay_out(folder: Path) -> None:
    """All hostile inputs, and the decoys that nobody names, in one folder."""
    for name in DECOYS:
        (folder / name).write_text(f"{RUN}\n", encoding="utf-8")
    for name, data in workbooks().items():
        (folder / name).write_bytes(data)
    lines = [f"{window},业务规范,0.5,{_quoted(text)}" for window in WINDOWS for text in FORMULAS]
    (folder / "明细.csv").write_text(
        "\n".join(["窗口,模块,分值,事由", *lines]), encoding="utf-8-sig"
    )
    table = [f"{_quoted(text)},1" for text in FORMULAS]
    (folder / "名次表.csv").write_text("\n".join(["窗口,item_18", *table]), encoding="utf-8")
    (folder / "通报.toml").write_text(_notice(), encoding="utf-8")
    (folder / "窗口.txt").write_text("\n".join(FORMULAS), encoding="utf-8")


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _notice() -> str:
    """The notice with its names and readings exchanged for what would run or read."""
    texts = itertools.cycle(FORMULAS)
    pattern = r'^(text = |unit = )"[^"\n]*"'
    return re.sub(
        pattern, lambda f: f[1] + json.dumps(next(texts)), NOTICE_TEXT, flags=re.MULTILINE
    )


def _changed(data: bytes, change: Callable[[Parts], None]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {info.filename: archive.read(info) for info in archive.infolist()}
    change(members)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _escaped(text: str) -> bytes:
    for sign, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        text = text.replace(sign, entity)
    return text.encode()


def _formulas(members: Parts) -> None:
    """A formula in blank cells of 名次表 and 加扣分明细, the rest as shared strings."""
    texts = itertools.cycle(text for text in FORMULAS if text.startswith("="))

    def filled(found: re.Match[bytes]) -> bytes:
        return found[1] + b' t="str"><f>' + _escaped(next(texts)[1:]) + b"</f><v>1</v></c>"

    for number in (2, 4):  # 首页 stands first
        name = f"xl/worksheets/sheet{number}.xml"
        cells = rb'(<c r="[R-Z][0-9]+" s="\d+"|<c r="G[4-9]" s="\d+")/>'
        members[name], count = re.subn(cells, filled, members[name], count=20)
        assert count >= 5, name
    strings = b"".join(b"<si><t>" + _escaped(text) + b"</t></si>" for text in FORMULAS)
    shared = members["xl/sharedStrings.xml"]
    members["xl/sharedStrings.xml"] = shared.replace(b"</sst>", strings + b"</sst>")


def _links(members: Parts) -> None:
    """A link to a workbook beside it and to an address, a picture and a style sheet elsewhere."""
    _add_relations(members, "xl/_rels/workbook.xml.rels", f"""
<Relationship Id="x1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLink" Target="secret.xlsx" TargetMode="External"/>
<Relationship Id="x2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="{ADDRESS}/{MARK}.png" TargetMode="External"/>
<Relationship Id="x4" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/xlExternalLinkPath/xlPathMissing" Target="file:///etc/passwd" TargetMode="External"/>
""")  # fmt: skip  # noqa: E501


def _outside(members: Parts) -> None:
    """A part of the workbook that is a file outside it."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/theme"
    relation = f'<Relationship Id="x5" Type="{kind}" Target="../../secret.txt"/>'
    _add_relations(members, "xl/_rels/workbook.xml.rels", relation)


def _settings(members: Parts) -> None:
    """A sheet named as xlwings' configuration is, with every setting that leads to code."""
    rows = {
        "INTERPRETER_WIN": "plugin.py",
        "INTERPRETER": "plugin.py",
        "PYTHONPATH": ".",
        "UDF MODULES": "plugin",
        "CONDA PATH": "/tmp",
        "ADD_WORKBOOK_TO_PYTHONPATH": "true",
        "LICENSE_KEY": MARK,
    }
    cells = "".join(
        f'<row r="{number}"><c r="A{number}" t="inlineStr"><is><t>{name}</t></is></c>'
        f'<c r="B{number}" t="inlineStr"><is><t>{value}</t></is></c></row>'
        for number, (name, value) in enumerate(rows.items(), 1)
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>'
    members["xl/worksheets/sheet90.xml"] = members["xl/worksheets/sheet91.xml"] = sheet.encode()
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    listed = b""
    for number, name in ((90, "xlwings.conf."), (91, "plugin.py")):
        _add_relations(
            members,
            "xl/_rels/workbook.xml.rels",
            f'<Relationship Id="x{number}" Type="{office}/worksheet" '
            f'Target="worksheets/sheet{number}.xml"/>',
        )
        named = name.rstrip(".")
        listed += f'<sheet name="{named}" sheetId="{number}" r:id="x{number}"/>'.encode()
    book = members["xl/workbook.xml"]
    if b'"xlwings.conf"' in book:  # the template has one of its own: only the other is added
        listed = listed[listed.index(b"/>") + 2 :]
    members["xl/workbook.xml"] = book.replace(b"</sheets>", listed + b"</sheets>")


def _entities(members: Parts) -> None:
    """An external entity in 名次表, which every command reads."""
    name = "xl/worksheets/sheet2.xml"
    kind = b'<!DOCTYPE worksheet [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    head, mark, rest = members[name].partition(b"?>")
    members[name] = head + mark + kind + rest.replace(b"<v>", b"<v>&x;", 1)


def _connections(members: Parts) -> None:
    """A query to the web and one to a text file, refreshed on opening."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    members["xl/connections.xml"] = (
        f'<connections xmlns="{main}"><connection id="1" name="{MARK}" type="4" refreshOnLoad="1">'
        f'<webPr url="{ADDRESS}/{MARK}"/></connection><connection id="2" name="t" type="6" '
        'refreshOnLoad="1"><textPr sourceFile="secret.txt"/></connection></connections>'
    ).encode()
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    _add_relations(
        members,
        "xl/_rels/workbook.xml.rels",
        f'<Relationship Id="x9" Type="{office}/connections" Target="connections.xml"/>',
    )


def _add_relations(members: Parts, name: str, text: str) -> None:
    end = b"</Relationships>"
    assert end in members[name]
    members[name] = members[name].replace(end, text.encode() + end)


def _with_symlink(data: bytes) -> bytes:
    """A member that is a symbolic link to a file outside."""
    link = zipfile.ZipInfo("xl/media/link.png")
    link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    return _appended(data, link, b"/etc/passwd")


def _with_paths(data: bytes) -> bytes:
    """A member whose name leads out of the folder."""
    return _appended(data, zipfile.ZipInfo("../../secret.txt"), RUN.encode())


def _appended(data: bytes, info: zipfile.ZipInfo, content: bytes) -> bytes:
    buffer = io.BytesIO(data)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(info, content)
    return buffer.getvalue()
