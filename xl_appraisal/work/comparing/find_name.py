"""A name as people write it, found among those that there are."""

from __future__ import annotations

from collections.abc import Iterable

from xl_appraisal.book.read.typed_values import squeeze
from xl_appraisal.model.errors import BookError

_MOST = 5


def one_of(name: str, known: Iterable[str], what: str, where: str) -> str:
    """The known name that is meant: the same one, spaces and width of characters aside.

    Raises :class:`BookError` that names the nearest ones; a part of a name or a slip of the pen
    is never taken for it.
    """
    names = list(known)
    wanted = squeeze(name).lower()
    same = [candidate for candidate in names if squeeze(candidate).lower() == wanted]
    if len(same) == 1:
        return same[0]
    if len(same) > 1:
        raise BookError(f"{what}“{name}”可以指：{'、'.join(same)}。请写其中一个。")
    near = nearest(name, names)
    hint = f"是不是：{'、'.join(near)}？" if near else f"{where}。"
    raise BookError(f"没有{what}“{name}”。{hint}")


def nearest(name: str, known: Iterable[str]) -> list[str]:
    """Those that hold the name or are spelled much like it, a few at most."""
    from difflib import get_close_matches

    names = {squeeze(candidate).lower(): candidate for candidate in known}
    wanted = squeeze(name).lower()
    holding = [key for key in names if wanted and (wanted in key or key in wanted)]
    close = get_close_matches(wanted, names, n=_MOST, cutoff=0.5)
    return [names[key] for key in dict.fromkeys([*holding, *close])][:_MOST]
