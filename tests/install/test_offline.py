"""The folder for machines without internet: what it is built of, how its copy is put in place."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.windows.inside.programs import files
from xl_appraisal.doors.command_line import main
from xl_appraisal.files import patience
from xl_appraisal.setup.install.file_changes import InstallError
from xl_appraisal.setup.offline import build_folder
from xl_appraisal.setup.offline.official_python import NAME, check_official, unpack
from xl_appraisal.setup.offline.placed_copy import (
    place,
    put_back,
    remove,
    set_aside,
    write_sums,
)

PARTS = ("python.exe", "pythonw.exe", "python311.dll", "python311.zip", "python311._pth")


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package of the official one's parts; not the official one."""
    path = tmp_path / NAME
    with zipfile.ZipFile(path, "w") as archive:
        for name in PARTS:
            archive.writestr(name, name)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An offline folder with two files, as IT hands it out."""
    folder = tmp_path / "离线 安装"
    (folder / "python" / "Lib").mkdir(parents=True)
    (folder / "python" / "python.exe").write_bytes(b"new")
    (folder / "python" / "Lib" / "a.py").write_bytes(b"a = 1")
    write_sums(folder)
    return folder


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """The user's folder, with what the product keeps there besides."""
    own = tmp_path / "xl_appraisal"
    own.mkdir()
    (own / "install.json").write_bytes(b"{}")
    return own


def named(folder: Path) -> dict[str, bytes]:
    """Every file by its path below the folder."""
    return {Path(p).relative_to(folder).as_posix(): data for p, data in files(folder).items()}


def test_a_python_that_is_not_the_official_one_is_refused(package: Path) -> None:
    """Its SHA-256 is not the one that is known, and both are told."""
    with pytest.raises(InstallError, match="内容与官方的不同") as told:
        check_official(package)
    assert hashlib.sha256(package.read_bytes()).hexdigest() in str(told.value)


@pytest.mark.parametrize("name", ["python-3.11.9-amd64.exe", "python-3.12.1-embed-amd64.zip"])
def test_another_download_is_refused_by_its_name(package: Path, name: str) -> None:
    """An installer, or a Python that the wheels are not for."""
    with pytest.raises(InstallError, match="不是所要的 Python"):
        check_official(package.rename(package.with_name(name)))


@pytest.mark.parametrize("words", [(), ("--python", f"下载/{NAME}")])
def test_without_the_python_it_is_told_what_to_put_where(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
) -> None:  # fmt: skip
    """It may not come along: which file, from where, into which folder; nothing is left."""
    monkeypatch.chdir(tmp_path)
    assert main(["offline", "离线", *words]) == 2
    told = capsys.readouterr().err
    wanted = tmp_path / Path(*words[1:]).parent
    assert NAME in told and "python.org" in told and f"放到 {wanted}，" in told
    assert list(tmp_path.iterdir()) == []


def test_of_another_release_the_digest_is_asked_for(package: Path) -> None:
    """Nothing is taken unchecked; what python.org says is compared, however it is written."""
    other = package.rename(package.with_name("python-3.11.8-embed-amd64.zip"))
    with pytest.raises(InstallError, match="--sha256"):
        check_official(other)
    digest = hashlib.sha256(other.read_bytes()).hexdigest()
    assert check_official(other, f" {digest.upper()} ") == other.read_bytes()


def test_the_unpacked_python_looks_into_its_own_folder_alone(package: Path, tmp_path: Path) -> None:
    """``python311._pth`` is what keeps registry, variables and another Python out."""
    unpack(package, tmp_path / "python")
    paths = (tmp_path / "python" / "python311._pth").read_bytes()
    assert paths == b"python311.zip\r\n.\r\nLib\\site-packages\r\nimport site\r\n"
    with zipfile.ZipFile(package, "w") as archive:
        archive.writestr("python.exe", "")
    with pytest.raises(InstallError, match=r"python311\.dll"):
        unpack(package, tmp_path / "other")


def test_a_folder_that_could_not_be_built_is_not_there(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pip fails half way; one that holds something is not written into."""
    monkeypatch.setattr(build_folder, "_pip", _failing)
    digest = hashlib.sha256(package.read_bytes()).hexdigest()
    with pytest.raises(InstallError, match="pip"):
        build_folder.build(tmp_path / "给" / "人", package, sha256=digest, wheel=package)
    assert list((tmp_path / "给").iterdir()) == []
    with pytest.raises(InstallError, match="里面已有内容"):
        build_folder.build(tmp_path, package, sha256=digest)


def _failing(*_: str) -> None:
    raise InstallError("pip 没有成功")


@pytest.mark.parametrize("left", [(), ("python",), ("python", "python.new"), ("python.gone",)])
def test_installing_ends_in_the_new_copy_whatever_was_there(
    folder: Path, own: Path, left: tuple[str, ...]
) -> None:
    """Nothing, an older one, what copying or removing left that was cut off."""
    for name in left:
        (own / name).mkdir()
        (own / name / "old.py").write_bytes(b"")
    python = place(folder, own)
    assert python == own / "python" / "python.exe"
    wanted = {"install.json": b"{}", "python/python.exe": b"new", "python/Lib/a.py": b"a = 1"}
    assert named(own) == wanted


@pytest.mark.parametrize("how", ["lost", "changed", "in use", "full"])
def test_an_installing_that_fails_leaves_the_copy_that_was_there(
    folder: Path, own: Path, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder is not whole, Excel has the old copy, the disk is full: said, and undone."""
    (own / "python.old").mkdir()  # cut off between two renames
    (own / "python.old" / "python.exe").write_bytes(b"old")
    if how == "lost":
        (folder / "python" / "Lib" / "a.py").unlink()
    if how == "changed":
        (folder / "python" / "python.exe").write_bytes(b"changed")
    trouble = in_use(monkeypatch) if how == "in use" else full(monkeypatch, how == "full")
    with trouble, pytest.raises(InstallError) as told:
        place(folder, own)
    said = {"lost": "a.py 缺少", "changed": "python.exe 缺少或已损坏", "in use": "关闭所有 Excel"}
    assert said.get(how, "磁盘") in str(told.value)
    assert named(own) == {"install.json": b"{}", "python/python.exe": b"old"}


@contextmanager
def in_use(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Windows renames no folder in which a program has a file open: the copy, here."""
    rename = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if self.name == "python":
            raise PermissionError(13, "in use", str(self))
        return rename(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", refuse)
        patched.setattr(patience.time, "sleep", lambda _: None)
        yield


@contextmanager
def full(monkeypatch: pytest.MonkeyPatch, really: bool) -> Iterator[None]:
    """A disk that takes no further file."""

    def refuse(self: Path, data: bytes) -> int:
        raise OSError(28, "No space left on device", str(self))

    with monkeypatch.context() as patched:
        if really:
            patched.setattr(Path, "write_bytes", refuse)
        yield


def test_a_copy_is_removed_only_if_nothing_has_it_open(
    folder: Path, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Refused and whole; set aside it can be put back; removed, the user's own files stay."""
    place(folder, own)
    with in_use(monkeypatch), pytest.raises(InstallError, match="关闭所有 Excel"):
        set_aside(own)
    assert (own / "python" / "Lib" / "a.py").exists()
    assert set_aside(own)
    put_back(own)
    assert (own / "python" / "python.exe").read_bytes() == b"new"
    assert set_aside(own)
    remove(own)
    assert named(own) == {"install.json": b"{}"}
    assert not set_aside(own)
