"""Broken copies of real copy: cut, doubled, swapped, and sprinkled with what breaks parsers."""

from __future__ import annotations

import random
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from kabar.wire.parsers.reading import json_line, parse
from kabar.wire.parsers.refusals import Unread

#: What breaks parsers: ends of things, depths, signs of control, entities, huge numbers, other encodings.
SPLINTERS = (
    b"\0", b"\xff\xfe", b"<", b">", b"]]>", b"<![CDATA[", b"&", b"&#0;", b"&#xFFFFFFFF;", b"&nbsp;",
    b"--", b"<?", b"<!ENTITY x 'y'>", b"<!DOCTYPE a>", b"\x01", b"\x02", b"\x03", b"\x04",
    b"\x16\x16\x01", b"{", b"}", b"[", b"]", b'"', b"null", b"1e999", b"-0", b"99999999999999999999",
    b"\\u0000", b"\\ud800", b"true", b"\r", b"\n\n", b"\xc3", b"<p>" * 300, b"[" * 300, b"xmlns:a=''",
    b"guid=''", b"version='9999999999'", b"20269999T999999Z", b"\xe2\x80\xa8", b"=?utf-8?B?//8=?=",
    b"Content-Type: text/html; charset=nobody\r\n\r\n", b"\xd9\xa3",
)  # fmt: skip
#: What a field is not made for.
VALUES = (
    b"", b"0", b"-1", b"9" * 40, b"\xd9\xa3", b"\xc2\xb2", b"&#x1F600;", b"NaN",
    b"2026-02-31T25:61:61Z", b"0000-00-00", b"a" * 5000, b"&lt;script&gt;alert(1)&lt;/script&gt;",
    b"://", b"http://[", b"urn::", b"subj:", b"medtop:99999999", b" ", b"%s%n", b"../../etc/passwd",
    b"\\", b"20140829T135006", b"1e5", b"canceled", b"9999-12-31T23:59:59-14:00",
    b"0001-01-01T00:00:00+14:00", b"application/octet-stream", b"&amp;#0;",
)  # fmt: skip
#: A value between quotes or between tags.
SAID = re.compile(rb"""(?<=[>"])([^<>"]{1,300})(?=[<"])""")
#: Nothing may take longer than this, whatever it is.
LONGEST = 1.0
BIGGEST = 60_000


def material(folder: Path) -> list[bytes]:
    """Return real copy of every form, in the order of names."""
    found = []
    for part in (
        "wire/superdesk-core",
        "newsml-nitf/newsml-g2/examples",
        "ninjs/newsinjson/examples",
        "feeds/gofeed",
    ):
        files = sorted(each for each in (folder / part).rglob("*") if each.is_file())
        files = [each for each in files if each.stat().st_size < BIGGEST]
        found += [each.read_bytes() for each in files[:: 12 if "feeds" in part else 1]]
    return [each for each in found if each[:3] not in (b"\xff\xd8\xff", b"ID3")]


def mutated(real: list[bytes], seed: int) -> Iterator[bytes]:
    """Yield broken copies without end, the same ones for the same seed."""
    chance = random.Random(seed)
    while True:
        yield bytes(broken(chance.choice(real), real, chance))


def broken(copy: bytes, real: list[bytes], chance: random.Random) -> bytearray:
    """Return a copy that says something else in places, or is damaged there."""
    data = bytearray(copy)
    for _time in range(chance.choice((1, 1, 1, 2, 4))):
        _otherwise(data, chance) if chance.random() < 0.7 else _break(data, real, chance)
    return data


def _otherwise(data: bytearray, chance: random.Random) -> None:
    """Say something else in one place, drop an element or double it, and leave the form as it is."""
    said = list(islice(SAID.finditer(data, chance.randrange(len(data) + 1)), 40))
    if not said:
        return
    found = chance.choice(said)
    whole = chance.random()
    if whole < 0.15:
        del data[found.start() : found.end()]
    elif whole < 0.3:
        data[found.end() : found.end()] = found[0]
    else:
        data[found.start(1) : found.end(1)] = chance.choice(VALUES)


def _break(data: bytearray, real: list[bytes], chance: random.Random) -> None:
    at, long = chance.randrange(len(data) + 1), chance.randint(1, 400)
    act = chance.randrange(7)
    if act == 0:
        del data[at : at + long]
    elif act == 1:
        data[at:at] = data[at : at + long]
    elif act == 2:
        data[at:at] = chance.choice(SPLINTERS)
    elif act == 3:
        data[at : at + 1] = bytes([chance.randrange(256)])
    elif act == 4:
        other = chance.choice(real)
        start = chance.randrange(len(other) + 1)
        data[at:at] = other[start : start + long]
    elif act == 5:
        data[at : at + len(b"xxxx")] = chance.choice(SPLINTERS)
    else:
        del data[at:]


def tried(real: list[bytes], count: int, seed: int) -> Counter[str]:
    """Try so many broken copies; return how many were read, refused, broke the reader, and took too long."""
    done: Counter[str] = Counter()
    for data in islice(mutated(real, seed), count):
        read_one(data, done)
    return done


def read_one(data: bytes, done: Counter[str]) -> float:
    """Read one copy, count what became of it and return how many seconds it took."""
    return timed(lambda: _became(data), done)


def timed(became: Callable[[], str], done: Counter[str]) -> float:
    """Count what becomes of a copy and whether that took too long; return how many seconds it took."""
    began = time.perf_counter()
    done[became()] += 1
    took = time.perf_counter() - began
    if took > LONGEST:
        # A machine with much else to do may have held it up: what is slow is slow again, by its own time.
        worked = time.process_time()
        became()
        took = time.process_time() - worked
        done["too slow"] += took > LONGEST
    return took


def _became(data: bytes) -> str:
    try:
        for each in parse(data):
            json_line("x", each)
    except Unread as refusal:
        return "refused" if "\n" not in refusal.line("x") else f"crashed: {refusal!r}"[:120]
    except Exception as crash:
        return f"crashed: {type(crash).__name__}: {crash}"[:120]
    return "read"
