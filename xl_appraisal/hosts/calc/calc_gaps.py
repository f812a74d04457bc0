"""What the engine does not do says so, by name, instead of doing nothing."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, TypeVar

_Class = TypeVar("_Class", bound=type)


def unsupported(what: str) -> NotImplementedError:
    """The error for something that is not supported."""
    return NotImplementedError(
        f"LibreOffice 引擎不支持 {what}。 / The LibreOffice engine does not support {what}."
    )


def states_gaps(kind: _Class) -> _Class:
    """Let every member that ``kind`` takes over from xlwings' bare base class name itself."""
    for base in kind.__mro__[1:]:
        if base.__module__ != "xlwings.base_classes":
            continue
        for name, member in vars(base).items():
            if not name.startswith("_") and name not in _own(kind) and _is_bare(member):
                setattr(kind, name, _gap(f"{base.__name__}.{name}", member))
    for name, member in list(vars(kind).items()):
        if isinstance(member, property) and member.fset is None and _settable(kind, name):
            what = f"{kind.__name__.removeprefix('Calc')}.{name} = …"
            setattr(kind, name, member.setter(_raising(what)))
    return kind


def _own(kind: type) -> set[str]:
    ours = (k for k in kind.__mro__ if k.__module__.startswith(__package__ or ""))
    return {name for k in ours for name in vars(k)}


def _is_bare(member: Any) -> bool:
    function = member.fget if isinstance(member, property) else member
    function = getattr(function, "__func__", function)
    code = getattr(function, "__code__", None)
    return code is not None and "NotImplementedError" in code.co_names


def _settable(kind: type, name: str) -> bool:
    for base in kind.__mro__[1:]:
        member = vars(base).get(name)
        if isinstance(member, property) and base.__module__ == "xlwings.base_classes":
            return member.fset is not None
    return False


def _gap(what: str, member: Any) -> Any:
    raising = _raising(what)
    if isinstance(member, property):
        return property(raising, raising if member.fset else None)
    if inspect.iscoroutinefunction(member):
        return _raising(f"{what} (xlwings Lite)")
    return raising


def _raising(what: str) -> Callable[..., Any]:
    def refuse(*_: Any, **__: Any) -> Any:
        raise unsupported(what)

    return refuse
