"""What is compiled late or made once in a process is what would be made each time."""

from __future__ import annotations

import re
from typing import Any

import pytest

from xl_appraisal.model.keeping import kept_by_identity, kept_if_short
from xl_appraisal.model.late_pattern import late_pattern


@pytest.mark.parametrize("asked", ["fullmatch", "match", "search", "findall", "split", "finditer"])
def test_a_late_pattern_answers_as_a_compiled_one(asked: str) -> None:
    """Whichever is asked first, with flags, and asked again."""
    late, compiled = late_pattern(r"(a+)B", re.IGNORECASE), re.compile(r"(a+)b", re.IGNORECASE)

    def shown(answer: Any) -> Any:
        if asked == "finditer":
            return [match.span() for match in answer]
        return answer.span() if isinstance(answer, re.Match) else answer

    for text in ("aab", "xAAb", ""):
        assert shown(getattr(late, asked)(text)) == shown(getattr(compiled, asked)(text))


def test_a_late_pattern_of_bytes_substitutes() -> None:
    """And tells the text that it was made of."""
    late = late_pattern(rb"\d")
    assert late.sub(b"-", b"a1b22") == b"a-b--"
    assert late.pattern == rb"\d"


def test_what_is_kept_is_of_that_very_object() -> None:
    """An equal one is made anew; of many the last few are kept."""
    made = []

    @kept_by_identity
    def of(value: list[int]) -> int:
        made.append(value)
        return sum(value)

    first, like = [1, 2], [1, 2]
    assert [of(first), of(first), of(like)] == [3, 3, 3]
    assert len(made) == 2
    for number in range(20):
        assert of([number]) == number
    assert of(first) == 3
    assert len(made) == 23


def test_what_is_long_is_not_kept() -> None:
    """Texts up to the length are made once, with the same further arguments; longer ones anew."""
    made: list[tuple[str, int]] = []

    @kept_if_short(3, 8)
    def of(text: str, times: int) -> str:
        made.append((text, times))
        return text * times

    assert [of("abc", 2), of("abc", 2), of("abc", 1)] == ["abcabc", "abcabc", "abc"]
    assert [of("abcd", 2), of("abcd", 2)] == ["abcdabcd", "abcdabcd"]
    assert made == [("abc", 2), ("abc", 1), ("abcd", 2), ("abcd", 2)]
