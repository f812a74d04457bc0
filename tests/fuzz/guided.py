"""Fuzzing of the zip and XML reader guided by coverage, for hours where one likes.

``python -m tests.fuzz.guided --seconds 300`` (needs ``pip install atheris``, on Linux).  Inputs
that reach new code are kept in ``--corpus`` and bred on; one that ends in anything but a grid or a
refusal in Chinese is written to that folder as ``crash-…`` and ends the run.  Half of the inputs
are parts to be put into a sound workbook, so that checksums do not stop everything at the door.
"""

from __future__ import annotations

import argparse
import io
import sys
import tempfile
import zipfile
from pathlib import Path

from tests.fuzz.verdict import clear

# The product is imported within functions: what was imported before atheris is not followed.

PARTS = (
    "xl/worksheets/sheet1.xml",
    "xl/sharedStrings.xml",
    "xl/workbook.xml",
    "xl/styles.xml",
    "xl/_rels/workbook.xml.rels",
    "[Content_Types].xml",
    "xl/worksheets/sheet3.xml",
)
"""By the first byte of an input: the part that the rest is; any other byte: it is a whole file."""


def main() -> int:
    parser = argparse.ArgumentParser("python -m tests.fuzz.guided", description=__doc__)
    parser.add_argument("--seconds", type=int, default=300)
    parser.add_argument("--seed", type=int, default=2023)
    parser.add_argument("--corpus", type=Path, help="a folder that is kept; else a new one")
    parser.add_argument("inputs", nargs="*", type=Path, help="run these alone, as a crash again")
    options = parser.parse_args()
    if options.inputs:
        for path in options.inputs:
            judge(path.read_bytes())
        return 0
    try:
        import atheris
    except ImportError:
        print("needs: pip install atheris", file=sys.stderr)
        return 2
    with atheris.instrument_imports(include=["xl_appraisal"]):
        import xl_appraisal.ooxml  # noqa: F401
    corpus = options.corpus or Path(tempfile.mkdtemp(prefix="guided-"))
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds()):
        (corpus / f"seed-{number}").write_bytes(seed)
    flags = [f"-max_total_time={options.seconds}", f"-seed={options.seed}", "-timeout=60"]
    flags += ["-max_len=200000", "-rss_limit_mb=4096", f"-artifact_prefix={corpus}/"]
    print(f"seed {options.seed}, corpus {corpus}", flush=True)
    atheris.Setup([sys.argv[0], *flags, str(corpus)], judge)
    atheris.Fuzz()
    return 0


def seeds() -> list[bytes]:
    """A sound workbook, and each of its parts alone."""
    from tests.fuzz.samples import workbook

    whole = workbook(True)
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        parts = [bytes([number]) + archive.read(name) for number, name in enumerate(PARTS)]
    return [b"\xff" + whole, *parts]


def judge(data: bytes) -> str:
    """Read every sheet: ``read``, or ``refused`` in clear words; anything else is raised."""
    from xl_appraisal.ooxml import Workbook, XlsxError

    if not data:
        return "refused"
    with tempfile.TemporaryDirectory(prefix="guided-") as folder:
        path = Path(folder) / "book.xlsx"
        path.write_bytes(_with_part(PARTS[data[0]], data[1:]) if data[0] < len(PARTS) else data[1:])
        try:
            book = Workbook.open(path)
            for name in book.sheet_names:
                book.grid(name)
        except XlsxError as error:
            clear(str(error))
            return "refused"
    return "read"


def _with_part(part: str, content: bytes) -> bytes:
    """The sound workbook with one part exchanged, stored without packing it."""
    from tests.fuzz.samples import workbook

    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(True))) as archive,
        zipfile.ZipFile(buffer, "w") as made,
    ):
        for info in archive.infolist():
            own = content if info.filename == part else archive.read(info)
            made.writestr(zipfile.ZipInfo(info.filename), own)
    return buffer.getvalue()


if __name__ == "__main__":
    sys.exit(main())
