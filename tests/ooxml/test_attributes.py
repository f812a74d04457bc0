"""What a file system keeps with a workbook besides its bytes stays with it when it is saved."""

from __future__ import annotations

import contextlib
import os
import struct
from pathlib import Path

import pytest

from tests.ooxml.books import book
from xl_appraisal.ooxml import Workbook, XlsxError

ACL = "system.posix_acl_access"
USER_OBJ, USER, GROUP_OBJ, MASK, OTHER = 1, 2, 4, 16, 32
NOBODY = 0xFFFF_FFFF


def access_list(*entries: tuple[int, int, int]) -> bytes:
    """As the kernel takes it: version 2, then tag, permissions and id of each (acl(5))."""
    return struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries)


DENIED = access_list(  # user 4321 may nothing, the group nothing, one named user reads
    (USER_OBJ, 6, NOBODY),
    (USER, 4, 1234),
    (USER, 0, 4321),
    (GROUP_OBJ, 0, NOBODY),
    (MASK, 4, NOBODY),
    (OTHER, 0, NOBODY),
)


def attributes(path: Path) -> dict[str, bytes]:
    return {name: os.getxattr(path, name) for name in os.listxattr(path)}


@pytest.mark.parametrize("elsewhere", [False, True], ids=["in place", "to another path"])
def test_access_lists_and_attributes_stay(elsewhere: bool, tmp_path: Path) -> None:
    """The kernel's own words for them, before and after; where the disk knows none, none."""
    path = book(tmp_path, '<row r="1"><c r="A1"><v>1</v></c></row>')
    with contextlib.suppress(OSError):
        os.setxattr(path, "user.origin", "考核办".encode())
    with contextlib.suppress(OSError):
        os.setxattr(path, ACL, DENIED)
    before, mode = attributes(path), path.stat().st_mode
    target = tmp_path / "other.xlsx" if elsewhere else path
    opened = Workbook.open(path)
    opened.set("排名", {(1, 1): None})
    opened.save(target)
    assert attributes(target) == before
    assert target.stat().st_mode == mode


def test_an_access_list_that_cannot_be_kept_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is written then: whom the list kept out could read the new file."""
    path = book(tmp_path, '<row r="1"><c r="A1"><v>1</v></c></row>')
    before = path.read_bytes()

    def refuse(*_: object) -> None:
        raise OSError(95, "not supported")

    monkeypatch.setattr(os, "listxattr", lambda _: ["security.selinux", ACL])
    monkeypatch.setattr(os, "getxattr", lambda *_: DENIED)
    monkeypatch.setattr(os, "setxattr", refuse)
    opened = Workbook.open(path)
    opened.set("排名", {(1, 1): None})
    with pytest.raises(XlsxError, match=f"{ACL}（如访问控制列表）不能保留，没有写入"):
        opened.save()
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == [path.name]
