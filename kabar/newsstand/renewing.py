"""Renewing the pass of a member who merely slept: web is asked once, before the page is handed out."""

import asyncio

from kabar.newsstand.asking import Asking
from kabar.newsstand.errands import AnswerCutOff, Runner, WebDown
from kabar.newsstand.passes import Gate
from kabar.passes import COOKIE
from kabar.plates import Variant

#: Where web says what a reader's pass is now: by the Set-Cookie of its answer.
TARGET = b"/-/me/pass"
_SECONDS = 2.0
_OURS = COOKIE.encode() + b"="

Headers = tuple[tuple[bytes, bytes], ...]


async def renew(runner: Runner, gate: Gate, asking: Asking, second: float) -> tuple[Variant, Headers]:
    """The variant that a reader gets, and the headers that hand over their new pass."""
    shown = gate.shown(asking.headers.get(b"cookie", b""))
    try:
        async with asyncio.timeout(_SECONDS):
            status, cookies = await _ask(runner, asking)
    except (WebDown, AnswerCutOff, TimeoutError):
        return gate.variant_in_grace(shown, second), ()
    if status >= 500:
        return gate.variant_in_grace(shown, second), ()
    return _variant_in(gate, cookies), tuple((b"set-cookie", cookie) for cookie in cookies)


async def _ask(runner: Runner, asking: Asking) -> tuple[int, list[bytes]]:
    headers = [
        (b"host", asking.headers.get(b"host", b"")),
        (b"cookie", asking.headers.get(b"cookie", b"")),
        (b"user-agent", asking.headers.get(b"user-agent", b"")),
        (b"x-forwarded-for", asking.client.encode()),
        (b"x-forwarded-proto", asking.scheme.encode()),
    ]
    async with runner.ask(b"GET", TARGET, headers, b"") as line:
        async for _chunk in line.chunks():
            pass
        found = [value for name, value in line.headers if name == b"set-cookie" and value.startswith(_OURS)]
        return line.status, found


def _variant_in(gate: Gate, cookies: list[bytes]) -> Variant:
    """The variant of a pass that was just handed over; the ordinary one when it was taken away."""
    for cookie in cookies:
        given = gate.office.read(cookie.partition(b";")[0].removeprefix(_OURS))
        if given is not None:
            return given.variant
    return Variant.ADS
