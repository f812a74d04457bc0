"""A profile as staff have it: LibreOffice in Chinese.

There the General format is 常规 and a new sheet 工作表1, and ￥3 typed is money, as nowhere
else.
"""

from __future__ import annotations

from pathlib import Path

_NOTHING = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry">\n</oor:items>\n'
)


def setting(where: str, name: str, value: str) -> str:
    """A line of a profile's settings; ``where`` is what follows ``org.openoffice``."""
    return (
        f'<item oor:path="/org.openoffice.{where}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>\n"
    )


IN_CHINESE = setting("Setup/L10N", "ooSetupSystemLocale", "zh-CN") + setting(
    "Office.Linguistic/General", "UILocale", "zh-CN"
)


def set_up(profile: Path, settings: str = IN_CHINESE) -> None:
    """Write settings into a profile whose program does not run; those that it has stay."""
    path = profile / "user" / "registrymodifications.xcu"
    text = path.read_text(encoding="utf-8") if path.is_file() else _NOTHING
    if settings not in text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("</oor:items>", f"{settings}</oor:items>"), "utf-8")
