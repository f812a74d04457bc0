"""Tasks given out a few at a time, wherever they are done: so local and cluster runs share it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from typing import TypeVar

from xl_appraisal.work.batch.book_job import Task

T = TypeVar("T")


def hand_out(
    waiting: deque[Task],
    in_hand: dict[Future[T], Task],
    ahead: int,
    submit: Callable[[Task], Future[T]],
    seconds: float | None = None,
    nothing_done: Callable[[], None] = lambda: None,
) -> Iterator[tuple[Task, Future[T]]]:
    """Each task with its future once that is done; ``ahead`` of them are in hand at most.

    ``waiting`` and ``in_hand`` are what is left where ``submit`` raises.  ``nothing_done`` is
    called whenever so many seconds went by without a result.
    """
    while waiting or in_hand:
        while waiting and len(in_hand) < ahead:
            in_hand[submit(waiting[0])] = waiting[0]
            waiting.popleft()
        done = wait(in_hand, seconds, FIRST_COMPLETED).done
        if not done:
            nothing_done()
        for future in done:
            yield in_hand.pop(future), future
