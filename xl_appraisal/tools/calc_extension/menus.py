"""Menu and toolbar 绩效考核 of the extension, made from the commands of every other door."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape, quoteattr

from xl_appraisal.model.commands import TAB_LABEL, Command, Group, grouped

PROTOCOL = "xlappraisal:"
CONTEXT = "com.sun.star.sheet.SpreadsheetDocument"
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

_SPACE = "org.openoffice.Office"
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<oor:component-data xmlns:oor="http://openoffice.org/2001/registry"'
    ' xmlns:xs="http://www.w3.org/2001/XMLSchema" oor:name="{name}" oor:package="{space}">\n'
)
_TAIL = "</oor:component-data>\n"


def groups() -> tuple[tuple[Group, tuple[Command, ...]], ...]:
    """The groups of the ribbon, and LibreOffice's own after them."""
    return (*grouped(), (SAVE_BACK.group, (SAVE_BACK,)))


def commands() -> dict[str, Command]:
    """Every command of the menu by its id."""
    return {command.id: command for _, group in groups() for command in group}


def addons() -> str:
    """``Addons.xcu``: a menu of its own in the menu bar, and a toolbar, both in Calc only."""
    entries = [_entries(group) for _, group in groups()]
    bar = (
        '<node oor:name="OfficeMenuBar"><node oor:name="xlappraisal.menu" oor:op="replace">'
        f"{_prop('Context', CONTEXT)}{_prop('Title', TAB_LABEL)}"
        f'<node oor:name="Submenu">{_nodes(_separated(entries))}</node></node></node>\n'
    )
    tools = (
        '<node oor:name="OfficeToolBar"><node oor:name="xlappraisal.toolbar" oor:op="replace">'
        f"{_prop('Title', TAB_LABEL)}{_nodes(_separated(entries))}</node></node>\n"
    )
    head = _HEAD.format(name="Addons", space=_SPACE)
    return f'{head}<node oor:name="AddonUI">\n{bar}{tools}</node>\n{_TAIL}'


def window_state() -> str:
    """``CalcWindowState.xcu``: the toolbar's name in the list of toolbars, with texts shown."""
    head = _HEAD.format(name="CalcWindowState", space=f"{_SPACE}.UI")
    name = "private:resource/toolbar/addon_xlappraisal.toolbar"
    return (
        f'{head}<node oor:name="UIElements"><node oor:name="States">'
        f'<node oor:name="{name}" oor:op="replace">{_prop("UIName", TAB_LABEL)}'
        '<prop oor:name="Style"><value>1</value></prop>'  # text only
        '<prop oor:name="Visible"><value>true</value></prop>'
        '<prop oor:name="Docked"><value>true</value></prop>'
        f"</node></node></node>\n{_TAIL}"
    )


def jobs() -> str:
    """``Jobs.xcu``: call us for each document that has been loaded, hidden ones too."""
    head = _HEAD.format(name="Jobs", space=_SPACE)
    return (
        f'{head}<node oor:name="Jobs"><node oor:name="xlappraisal.Opened" oor:op="replace">'
        '<prop oor:name="Service"><value>xlappraisal.Opened</value></prop></node></node>\n'
        '<node oor:name="Events"><node oor:name="OnLoadFinished" oor:op="fuse">'
        '<node oor:name="JobList"><node oor:name="xlappraisal.Opened" oor:op="replace"/></node>'
        f"</node></node>\n{_TAIL}"
    )


def protocol_handler() -> str:
    """``ProtocolHandler.xcu``: commands reach us with the window they were given in."""
    head = _HEAD.format(name="ProtocolHandler", space=_SPACE)
    return (
        f'{head}<node oor:name="HandlerSet"><node oor:name="xlappraisal.Commands" '
        'oor:op="replace"><prop oor:name="Protocols" oor:type="oor:string-list">'
        f"<value>{PROTOCOL}*</value></prop></node></node>\n{_TAIL}"
    )


def _separated(groups: Sequence[list[str]]) -> list[str]:
    """All entries, with a line between the groups."""
    line = _prop("URL", "private:separator")
    return [part for group in groups for part in (line, *group)][1:]


def _entries(group: Iterable[Command]) -> list[str]:
    return [
        _prop("Context", CONTEXT)
        + _prop("URL", PROTOCOL + command.id)
        + _prop("Title", command.label)
        + _prop("Target", "_self")
        for command in group
    ]


def _nodes(entries: Sequence[str]) -> str:
    """The entries under names that sort as they stand."""
    return "".join(
        f'<node oor:name="m{number:03}" oor:op="replace">{entry}</node>\n'
        for number, entry in enumerate(entries)
    )


def _prop(name: str, value: str) -> str:
    if name in ("Title", "UIName"):
        languages = "".join(
            f"<value xml:lang={quoteattr(language)}>{escape(value)}</value>"
            for language in ("en-US", "zh-CN")
        )
        return f'<prop oor:name="{name}" oor:type="xs:string">{languages}</prop>'
    return f'<prop oor:name="{name}" oor:type="xs:string"><value>{escape(value)}</value></prop>'
