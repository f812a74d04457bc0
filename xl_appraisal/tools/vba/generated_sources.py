"""The VBA sources that follow from Python code: written anew, or held against those in ``src/``."""

from __future__ import annotations

from pathlib import Path

from xl_appraisal.book.new.macros.sources import FILES, SOURCE_FOLDER, UDF_MODULE
from xl_appraisal.tools.vba.callbacks import macros_module, texts_module
from xl_appraisal.tools.vba.function_wrappers import functions_and_help


def generated_sources() -> dict[str, str]:
    """File name and text of every source that follows from Python code.

    Raises what :func:`~xl_appraisal.tools.vba.udf_engine.import_functions` raises.
    """
    modules = macros_module(), texts_module(), *functions_and_help(UDF_MODULE)
    named = {name: file for file, name in FILES.items()}
    return {named.get(module.name, f"{module.name}.bas"): module.source for module in modules}


def stale_sources(folder: Path | None = None) -> dict[Path, bytes]:
    """The generated files in ``folder`` that are missing or out of date, as they should be.

    ``folder`` is the package's own ``src/`` unless told otherwise.  Nothing is written.
    """
    folder = folder or SOURCE_FOLDER
    wanted = {folder / name: text.encode("ascii") for name, text in generated_sources().items()}
    return {
        path: content
        for path, content in wanted.items()
        if not path.is_file() or path.read_bytes() != content
    }


def write_generated(folder: Path | None = None) -> list[Path]:
    """Bring the generated files in ``folder`` up to date; the paths of those that changed."""
    stale = stale_sources(folder)
    for path, content in stale.items():
        path.write_bytes(content)
    return list(stale)
