"""The core string of the IAB's Transparency and Consent Framework, version 2: an answer as bits."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from datetime import UTC, datetime

from kabar.config import Paper

VERSION, POLICY, PURPOSES, SPECIAL = 2, 4, 24, 12
#: Purposes 1 to 10 are those the framework knows.
ASKED = 10


def string(paper: Paper, at: datetime, *, given: bool) -> str:
    """Return the string for an answer to all purposes and vendors of a paper."""
    vendors = sorted({int(number) for number in paper.advertising.tcf_vendors}) if given else []
    # Both instants are those of the day: the framework forbids anything finer.
    day = int(at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0).timestamp() * 10)
    most = max(vendors, default=0)
    bits = [
        _number(VERSION, 6), _number(day, 36), _number(day, 36), _number(paper.advertising.tcf_cmp, 12),
        _number(1, 12), _number(1, 6), _letters(paper.language), _number(0, 12), _number(POLICY, 6),
        "1", "0", "0" * SPECIAL, ("1" * ASKED if given else "").ljust(PURPOSES, "0"), "0" * PURPOSES,
        "0", _letters("ID"), _field(vendors, most), _field([], 0), _number(0, 12),
    ]  # fmt: skip
    written = "".join(bits)
    written = written.ljust(-(-len(written) // 8) * 8, "0")
    return urlsafe_b64encode(int(written, 2).to_bytes(len(written) // 8, "big")).decode().rstrip("=")


def _number(value: int, width: int) -> str:
    return f"{value:0{width}b}"


def _letters(two: str) -> str:
    return "".join(_number(ord(letter) - ord("A"), 6) for letter in two.upper())


def _field(vendors: list[int], most: int) -> str:
    """Return a field of vendors: the highest number, then a bit for each up to it."""
    return (
        _number(most, 16) + "0" + "".join("1" if number in vendors else "0" for number in range(1, most + 1))
    )
