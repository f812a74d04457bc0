"""Layouts: the columns of a quarter's ranking table, as data."""

from __future__ import annotations

from pathlib import Path

from xl_appraisal.errors import LayoutError
from xl_appraisal.fields import Faults, parse_toml
from xl_appraisal.layout.model import Column, Layout
from xl_appraisal.layout.reader import build_layout
from xl_appraisal.notice.model import Notice

__all__ = ["DEFAULT_LAYOUT", "Column", "Layout", "layout_ids", "load_layout"]

_FOLDER = Path(__file__).parent.parent / "layouts"
DEFAULT_LAYOUT = "jinjiang-2023Q1"


def layout_ids() -> tuple[str, ...]:
    """The ids of the layouts that come with the product."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))


def load_layout(notice: Notice, layout: str | Path = DEFAULT_LAYOUT) -> Layout:
    """The layout of that id or file, checked against its notice.

    Raises :class:`LayoutError` listing every fault.
    """
    path = Path(layout)
    if isinstance(layout, str) and layout in layout_ids():
        path = _FOLDER / f"{layout}.toml"
    elif path.suffix != ".toml":
        known = "、".join(layout_ids())
        fault = f"没有编号为 {layout} 的栏目文件；现有：{known}，或给出 .toml 文件。"
        raise LayoutError(str(layout), [fault])
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise LayoutError(str(path), [f"读不出来（{error}）。请存为 UTF-8 文本。"]) from error
    faults: Faults = []
    document = parse_toml(path.name, text, faults)
    if faults:
        raise LayoutError(str(path), faults)
    return build_layout(path.name, document, notice)
