"""Menu and toolbar 绩效考核 of the extension, made from the commands of every other door."""

from __future__ import annotations

from xml.sax.saxutils import escape

from xl_appraisal.model.commands import Command, Group, grouped

PROTOCOL = "xlappraisal:"
SAVE_BACK = Command(
    id="saveBack",
    group=Group("saving", "保存"),
    label="保存回原工作簿",
    screentip="只把改动的单元格写回打开的工作簿文件",
    supertip="宏、按钮、功能区和函数名保持原样，Excel 里照常可用。",
    image="FileSave",
    function="save_back",
)
"""LibreOffice's own: a plain save there rebuilds the file."""

_CONTEXT = "com.sun.star.sheet.SpreadsheetDocument"


def groups() -> tuple[tuple[Group, tuple[Command, ...]], ...]:
    """The groups of the ribbon, and LibreOffice's own after them; its undoing is its own too."""
    shared = ((group, tuple(c for c in found if c.in_calc)) for group, found in grouped())
    return (*shared, (SAVE_BACK.group, (SAVE_BACK,)))


def commands() -> dict[str, Command]:
    """Every command of the menu by its id."""
    return {command.id: command for _, group in groups() for command in group}


def entries() -> str:
    """All entries as nodes of ``Addons.xcu``, a line between the groups, under sorted names."""
    line = _prop("URL", "private:separator")
    parted = [part for _, group in groups() for part in (line, *map(_entry, group))][1:]
    return "\n".join(
        f'<node oor:name="m{number:03}" oor:op="replace">{entry}</node>'
        for number, entry in enumerate(parted)
    )


def _entry(command: Command) -> str:
    languages = (' xml:lang="en-US"', ' xml:lang="zh-CN"')
    return (
        _prop("Context", _CONTEXT)
        + _prop("URL", PROTOCOL + command.id)
        + _prop("Title", command.label, *languages)
        + _prop("Target", "_self")
    )


def _prop(name: str, value: str, *languages: str) -> str:
    """A text, or the same text in several languages."""
    values = "".join(f"<value{said}>{escape(value)}</value>" for said in languages or ("",))
    return f'<prop oor:name="{name}" oor:type="xs:string">{values}</prop>'
