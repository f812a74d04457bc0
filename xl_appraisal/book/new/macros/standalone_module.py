"""The VBA module of the installed xlwings, for workbooks that must do without its add-in.

Its text is read where pip put it, at the moment a workbook is made: none of it is kept in
this repository, and the module's version is by construction the package's.
"""

from __future__ import annotations

from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from xl_appraisal.book.new.macros.module import VbaError, VbaModule


def embedded_xlwings() -> VbaModule:
    """The module ``xlwings`` with its licence text, as the installed package has it.

    Raises :class:`VbaError` when the package is absent or its module states another version
    than the package, since each accepts only its own Python side.
    """
    spec = find_spec("xlwings")  # the package is not imported: that alone takes half a second
    if spec is None or spec.origin is None:
        raise VbaError("没有安装 xlwings，无法生成独立工作簿；请先运行 pip install xlwings")
    path = Path(spec.origin).with_name("xlwings.bas")
    if not path.is_file():
        raise VbaError("已安装的 xlwings 中缺少 xlwings.bas，请重新安装 xlwings")
    module = VbaModule("xlwings", path.read_text(encoding="ascii"))
    stated = f'XLWINGS_VERSION As String = "{version("xlwings")}"'
    if stated not in module.source:
        raise VbaError("xlwings.bas 的版本与已安装的 xlwings 不一致，请重新安装 xlwings")
    return module
