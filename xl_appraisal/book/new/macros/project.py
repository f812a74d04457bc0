"""A whole ``vbaProject.bin`` without Excel, the same bytes for the same sources (MS-OVBA).

The records and texts are written here from the specification; pyOpenVBA packs them
(compression, MS-OVBA 2.4.1, and the compound file around them, MS-CFB), because its makers
report trying just these two on a live Excel, where a container that is merely correct may
still be refused.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

from pyopenvba.vba import compress, serialize_projectwm

from xl_appraisal.book.new.macros.compound_file import compound_file
from xl_appraisal.book.new.macros.dir_stream import (
    AUTOMATION,
    ProjectReference,
    Reference,
    dir_stream,
)
from xl_appraisal.book.new.macros.module import (
    CODE_PAGE,
    Bridge,
    Kind,
    VbaError,
    VbaModule,
    document_module,
)
from xl_appraisal.book.new.macros.project_stream import project_stream
from xl_appraisal.book.new.macros.standalone_module import embedded_xlwings

WORKBOOK_CODE_NAME = "ThisWorkbook"
ADDIN = ProjectReference("xlwings", "xlwings.xlam")
_VERSION_INDEPENDENT = struct.pack("<HHBH", 0x61CC, 0xFFFF, 0, 0)  # _VBA_PROJECT, 2.3.4.1


def build_vba_project(
    modules: Sequence[VbaModule],
    sheet_code_names: Sequence[str],
    bridge: Bridge = "addin",
) -> bytes:
    """``vbaProject.bin`` with a document module for the workbook and for each sheet.

    ``sheet_code_names`` are those of the workbook's sheets, in its order (XlsxWriter's
    ``set_vba_name``).  A module of kind ``WORKBOOK`` or ``SHEET`` among ``modules`` is the
    code behind that document; documents without one get an empty module.  A reference to
    the add-in's project is by its file name alone.

    Raises :class:`VbaError` for names that clash or are no VBA names and for characters outside
    code page 936.
    """
    everything = _with_documents(modules, sheet_code_names)
    if bridge == "standalone":
        everything.append(embedded_xlwings())
    _refuse_clashes(everything)
    return _packed(everything, [AUTOMATION, ADDIN] if bridge == "reference" else [AUTOMATION])


def _packed(modules: Sequence[VbaModule], references: Sequence[Reference]) -> bytes:
    """The streams of the project in their container (MS-OVBA 2.2)."""
    names = [(module.name, module.name) for module in modules]
    vba = {module.name: compress(module.encoded()) for module in modules}
    vba["_VBA_PROJECT"] = _VERSION_INDEPENDENT
    vba["dir"] = compress(dir_stream(modules, references))
    root = {
        "PROJECTwm": serialize_projectwm(names, code_page=CODE_PAGE),
        "PROJECT": project_stream(modules),
    }
    return compound_file(vba, root)


def _with_documents(modules: Sequence[VbaModule], sheets: Sequence[str]) -> list[VbaModule]:
    """The document modules in the workbook's order, then the others in the order given."""
    given = {module.name: module for module in modules if module.kind is not Kind.STANDARD}
    kinds = {WORKBOOK_CODE_NAME: Kind.WORKBOOK} | dict.fromkeys(sheets, Kind.SHEET)
    if len(kinds) != len(sheets) + 1:
        raise VbaError(f"工作表的代码名有重复：{', '.join(sheets)}")
    strangers = [name for name, module in given.items() if kinds.get(name) is not module.kind]
    if strangers:
        raise VbaError(f"模块 {', '.join(strangers)} 不对应任何工作表的代码名")
    documents = [given.get(name) or document_module(name, kind) for name, kind in kinds.items()]
    return documents + [module for module in modules if module.kind is Kind.STANDARD]


def _refuse_clashes(modules: Sequence[VbaModule]) -> None:
    """VBA names do not tell upper from lower case, nor may a module bear the project's name."""
    seen: set[str] = {"vbaproject"}
    for module in modules:
        if module.name.lower() in seen:
            raise VbaError(f"VBA 工程中的名称重复：{module.name}")
        seen.add(module.name.lower())
