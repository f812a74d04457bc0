"""Whether a file is a workbook of Excel 2007 or later at all, and what else it is."""

from __future__ import annotations

from xl_appraisal.files.file_error import XlsxError
from xl_appraisal.ooxml.zip_read import Archive

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # compound file, [MS-CFB] 2.2
_AS_XLSM = "请用 Excel/WPS 打开，另存为 .xlsx 或 .xlsm 后再试"


def check_zip(data: bytes) -> None:
    """Pass a file that begins as a zip does; :class:`XlsxError` names anything else."""
    if data.startswith(b"PK\3\4"):
        return
    if not data:
        raise XlsxError("文件是空的（0 字节）", remedy="请重新取得一份，或从备份恢复")
    if data.startswith(_OLE):
        raise _ole(data)
    if data.lstrip()[:1] == b"<":
        raise XlsxError("这是网页或 XML 文件，只是扩展名像工作簿", remedy=_AS_XLSM)
    raise XlsxError("这不是 .xlsx/.xlsm 工作簿", remedy=_AS_XLSM)


def _ole(data: bytes) -> XlsxError:
    """Stream names of a compound file are UTF-16: they tell encrypted packages from .xls."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        remedy = "请在 Excel/WPS 中取消打开密码后再试"
        return XlsxError("工作簿设有打开密码（已加密）", remedy=remedy)
    if any(name.encode("utf-16-le") + b"\0\0" in data for name in ("Workbook", "Book")):
        return XlsxError("这是旧的 .xls 格式，只是扩展名不同", remedy=_AS_XLSM)
    return XlsxError("这是旧的 Office 复合文档，不是 .xlsx/.xlsm 工作簿", remedy=_AS_XLSM)


def check_whole(data: bytes) -> None:
    """Pass a file whose every part can be unpacked; :class:`XlsxError` for any other."""
    check_zip(data)
    archive = Archive(data)
    for member in archive.members:
        archive.read(member.name)
