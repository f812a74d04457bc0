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
from xl_appraisal.book.new.macros.dir_stream import ADDIN, AUTOMATION, Reference, dir_stream
from xl_appraisal.book.new.macros.module import CODE_PAGE, Bridge, Kind, VbaModule, document_module
from xl_appraisal.book.new.macros.project_stream import project_stream
from xl_appraisal.book.new.macros.standalone_module import embedded_xlwings

WORKBOOK_CODE_NAME = "ThisWorkbook"
_VERSION_INDEPENDENT = struct.pack("<HHBH", 0x61CC, 0xFFFF, 0, 0)  # _VBA_PROJECT, 2.3.4.1


def build_vba_project(
    modules: Sequence[VbaModule],
    sheet_code_names: Sequence[str],
    bridge: Bridge = "addin",
) -> bytes:
    """``vbaProject.bin`` with a document module for the workbook and for each sheet.

    ``sheet_code_names`` are those of the workbook's sheets, in its order (XlsxWriter's
    ``set_vba_name``).  Code behind the workbook comes as a module of kind ``WORKBOOK`` among
    ``modules``.
    """
    documents = [m for m in modules if m.kind is Kind.WORKBOOK] or [
        document_module(WORKBOOK_CODE_NAME, Kind.WORKBOOK)
    ]
    documents += [document_module(name, Kind.SHEET) for name in sheet_code_names]
    everything = documents + [m for m in modules if m.kind is Kind.STANDARD]
    if bridge == "standalone":
        everything.append(embedded_xlwings())
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
