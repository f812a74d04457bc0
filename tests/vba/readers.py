"""Readers of packages and VBA projects that know nothing of the code under test."""

from __future__ import annotations

import io
import warnings
import zipfile

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # oletools uses old names of a library of its own
    from oletools.olevba import VBA_Parser


def parts(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def vba_sources(project: bytes) -> dict[str, str]:
    """Every module's source as olevba reads it back."""
    parser = VBA_Parser("vbaProject.bin", data=project)
    try:
        found = list(parser.extract_macros())
    finally:
        parser.close()
    return {name.partition(".")[0]: code for _, _, name, code in found}
