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
_ITEM = '<item oor:path="{}"><prop oor:name="{}" oor:op="fuse"><value>zh-CN</value></prop></item>\n'
_LANGUAGE = "".join(
    _ITEM.format(f"/org.openoffice.{where}", name)
    for where, name in (
        ("Setup/L10N", "ooSetupSystemLocale"),
        ("Office.Linguistic/General", "UILocale"),
    )
)


def speak_chinese(profile: Path) -> None:
    """Set the language of a profile whose program does not run; other settings stay."""
    settings = profile / "user" / "registrymodifications.xcu"
    text = settings.read_text(encoding="utf-8") if settings.is_file() else _NOTHING
    if _LANGUAGE not in text:
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text(text.replace("</oor:items>", f"{_LANGUAGE}</oor:items>"), "utf-8")
