"""Real copy of every form that was damaged on the way, or is an attack, is refused within 50 milliseconds."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from statistics import median

import pytest

from kabar.wire.parsers import reading
from kabar.wire.parsers.refusals import Unread
from kabar.wire.tests.material import shared
from kabar.wire.tests.test_parsers import EXPECTED

pytestmark = pytest.mark.once
SOONEST, TRIES = 0.050, 5
FEEDS = {
    "feeds/feedvalidator/rss/must/rss20_spec_sample_noerror.xml": "rss",
    "feeds/gofeed/testdata/parser/universal/json10_feed.json": "json-feed",
}
FILES = {file: said["format"] for file, said in EXPECTED.items()} | FEEDS
IN_XML = ("newsml-1", "newsml-g2", "nitf", "rbnews", "rss", "atom")
IN_JSON = ("ninjs", "json-feed")
IN_SIGNS = ("iptc7901", "anpa1312")
DECLARED = re.compile(rb"^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>)?\s*(?:<!DOCTYPE[^>]*>)?")
LOL = b'<!DOCTYPE a [<!ENTITY l0 "lol">%s]>' % b"".join(
    b'<!ENTITY l%d "%s">' % (level, b"&l%d;" % (level - 1) * 10) for level in range(1, 10)
)

Damage = Callable[[bytes], bytes]


def with_type(kind: bytes) -> Damage:
    """Return what puts a document type before the root."""
    return lambda data: kind + DECLARED.sub(b"", data, count=1)


def said_twice(data: bytes) -> bytes:
    """Return a message whose declaration says one encoding and whose signs are another."""
    return b'<?xml version="1.0" encoding="utf-16"?>' + DECLARED.sub(b"", data, count=1)


def in_the_middle(piece: bytes) -> Damage:
    """Return what puts something into the middle."""
    return lambda data: data[: len(data) // 2] + piece + data[len(data) // 2 :]


DAMAGED: list[tuple[tuple[str, ...], str, Damage]] = [
    (IN_XML, "cut in half", lambda data: data[: len(data) // 2]),
    (IN_XML, "cut at its end", lambda data: data.rstrip()[:-3]),
    (IN_XML, "another encoding", said_twice),
    (IN_XML, "a bomb", with_type(LOL)),
    (IN_XML, "a file of ours", with_type(b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>')),
    (IN_XML, "an address outside", with_type(b'<!DOCTYPE a [<!ENTITY % x SYSTEM "http://127.0.0.1:9/">%x;]>')),
    (IN_XML, "endless depth", in_the_middle(b"<a>" * 100_000)),
    (IN_JSON, "cut in half", lambda data: data[: len(data) // 2]),
    (IN_JSON, "another encoding", in_the_middle(b"\xff\xfe\xe9")),
    (IN_JSON, "endless depth", lambda data: data.rstrip()[:-1] + b',"x":' + b"[" * 200_000),
    (IN_SIGNS, "cut in its header", lambda data: data[:9]),
    (("mail",), "cut in its header", lambda data: data[:9]),
]  # fmt: skip
CASES = [
    pytest.param(file, damage, id=f"{form}, {what}")
    for forms, what, damage in DAMAGED
    for form in forms
    for file in [next((file for file, its in FILES.items() if its == form), "")]
]


def seconds_of(data: bytes) -> float:
    """Return how long a refusal takes, and see that it is one, in one line."""
    began = time.perf_counter()
    with pytest.raises(Unread) as refusal:
        reading.parse(data)
    took = time.perf_counter() - began
    assert "\n" not in refusal.value.line("x") and str(refusal.value)
    return took


@pytest.mark.parametrize(("file", "damage"), CASES)
def test_damaged_copy_and_attacks_are_refused_within_fifty_milliseconds(file, damage):
    data = damage(shared(file).read_bytes())
    assert median(seconds_of(data) for _try in range(TRIES)) <= SOONEST


def test_every_form_of_copy_is_among_them():
    assert {form for forms, _what, _damage in DAMAGED for form in forms} == set(FILES.values())
