"""The VBA sources that follow from Python code."""

from __future__ import annotations

from pathlib import Path

from xl_appraisal.book.new.macros.sources import FILES, SOURCE_FOLDER, UDF_MODULE
from xl_appraisal.files.write_file import write_whole
from xl_appraisal.tools.vba.callbacks import macros_module, texts_module
from xl_appraisal.tools.vba.function_wrappers import functions_and_help


def generated_sources() -> dict[str, str]:
    """File name and text of every source that follows from Python code.

    Raises what :func:`~xl_appraisal.tools.vba.udf_engine.import_functions` raises.
    """
    modules = macros_module(), texts_module(), *functions_and_help(UDF_MODULE)
    named = {name: file for file, name in FILES.items()}
    return {named.get(module.name, f"{module.name}.bas"): module.source for module in modules}


def write_generated(folder: Path | None = None) -> list[Path]:
    """Bring the generated files in ``folder`` up to date; the paths of those that changed.

    ``folder`` is the package's own ``src/`` unless told otherwise.
    """
    folder = folder or SOURCE_FOLDER
    sources = generated_sources().items()
    return [folder / name for name, text in sources if bring(folder / name, text.encode("ascii"))]


def bring(path: Path, content: bytes) -> bool:
    """Write the file where it is missing or says something else; whether it was written."""
    if path.is_file() and path.read_bytes() == content:
        return False
    write_whole(path, content)
    return True
