"""Ways to damage bytes and lines."""

from __future__ import annotations

from random import Random

ODD = (
    b"\0",
    b"\xff",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\r",
    b"\n",
    b'"',
    b'""',
    b",",
    b"\t",
    b";",
    b"\x1a",
    b"\xa3\xac",
    b"\xe5",
    b"\x81\x30\x81\x30",
    b"=1+1",
    b"'",
    b"9" * 400,
    b"-",
    b"\xc0\x80",
    b"\xed\xa0\x80",
)


def damaged(random: Random, data: bytes, odd: tuple[bytes, ...] = ODD) -> bytes:
    """One to six places cut, doubled, changed or filled with something odd."""
    for _ in range(random.choice((1, 1, 2, 6))):
        at = random.randrange(len(data) + 1)
        length = random.choice((0, 1, 1, 2, 8, 64, len(data) // 3))
        match random.randrange(6):
            case 0:
                data = data[:at] + data[at + length :]
            case 1:
                data = data[:at] + data[at : at + length] + data[at:]
            case 2:
                data = data[:at] + random.choice(odd) + data[at + random.randrange(3) :]
            case 3:
                data = data[:at] + random.randbytes(min(length, 8)) + data[at + length :]
            case 4:
                flipped = bytearray(data)
                if flipped:
                    flipped[at % len(flipped)] ^= 1 << random.randrange(8)
                data = bytes(flipped)
            case 5 if random.random() < 0.3:
                data = data[:at]
    return data


def shuffled_lines(random: Random, text: str, odd: tuple[str, ...]) -> str:
    """One to four lines dropped, doubled, moved, or given something odd."""
    lines = text.split("\n")
    for _ in range(random.choice((1, 1, 1, 2, 4))):
        at = random.randrange(len(lines))
        other = random.randrange(len(lines))
        match random.randrange(5):
            case 0 if len(lines) > 1:
                del lines[at]
            case 1:
                lines.insert(other, lines[at])
            case 2:
                lines[at], lines[other] = lines[other], lines[at]
            case 3:
                place = random.randrange(len(lines[at]) + 1)
                cut = place + random.randrange(4)
                lines[at] = lines[at][:place] + random.choice(odd) + lines[at][cut:]
            case 4:
                key, equals, _ = lines[at].partition("=")
                lines[at] = f"{key}= {random.choice(odd)}" if equals else random.choice(odd)
    return "\n".join(lines)
