"""The newsstand's ASGI application: everything that the warm path of the protocol does not answer itself."""

import asyncio
import contextlib
import logging
from collections.abc import Iterable
from urllib.parse import unquote

from kabar.config import Paper
from kabar.newsstand import calm
from kabar.newsstand.asking import Asking, Refused, Scope, read
from kabar.newsstand.calm import CalmPage
from kabar.newsstand.copies import Copy
from kabar.newsstand.counting import CLICK, LONGEST, SEEN
from kabar.newsstand.errands import AnswerCutOff
from kabar.newsstand.files import Folder
from kabar.newsstand.lite import SWITCH, switch
from kabar.newsstand.live import LiveDesk, story_followed
from kabar.newsstand.prints import Answer, NotPrinted
from kabar.newsstand.proxying import Errand, NewsroomClosed, ReaderLeft
from kabar.newsstand.renewing import Headers, renew
from kabar.newsstand.replying import Header, Receive, Send, compressed, reply
from kabar.newsstand.settings import (
    REST,
    is_account,
    is_answered_anew,
    is_counter,
    is_newsroom,
    is_reading_on,
    is_report,
    is_under,
)
from kabar.newsstand.stand import RESTS, Handed, Stand
from kabar.plates import Address, Variant, canonical_query, without_trackers

logger = logging.getLogger("kabar.newsstand")

HEALTH = "/-/health"
#: Hidden from readers are all folders that begin with a dot, but what standards put there.
_WELL_KNOWN = frozenset({"/.well-known/tdmrep.json"})
_REFUSED_METHODS = ("CONNECT", "TRACE")
_NOT_KEPT = (b"cache-control", b"no-store")
_OF_WHAT_IS_KEPT = frozenset({b"cache-control", b"etag", b"last-modified", b"vary"})
_SANDBOX = (b"content-security-policy", b"default-src 'none'; style-src 'unsafe-inline'; sandbox")
#: HTML5 of advertisers: it runs, of no origin, and loads nothing but what came in its own file.
FRAME = "/-/ads/frame/"
_FRAMED = (
    b"content-security-policy",
    b"default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    b"img-src 'self' data: blob:; font-src 'self' data:; media-src 'self' data: blob:; form-action 'none'; "
    b"base-uri 'none'; frame-ancestors 'self'; "
    b"sandbox allow-scripts allow-popups allow-popups-to-escape-sandbox",
)


class NewsstandApp:
    """Routes a request: health, files, the newsroom, or a page."""

    def __init__(self, stand: Stand) -> None:
        self.stand = stand
        settings = stand.settings
        self._paper = settings.paper
        self._static = Folder(settings.static_folder)
        self._media = Folder(settings.media_folder, (_SANDBOX,))
        self._frames = Folder(settings.frames_folder, (_FRAMED, (b"access-control-allow-origin", b"*")))
        self.live = LiveDesk(stand)
        self._ticking: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or start and stop with the server."""
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        await receive()
        self._ticking = asyncio.ensure_future(self.stand.ticker.run())
        await send({"type": "lifespan.startup.complete"})
        await receive()
        self._ticking.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._ticking
        await self.stand.counting.close()
        self.stand.close()
        await send({"type": "lifespan.shutdown.complete"})

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            asking = read(scope, self.stand.settings.limits.header_bytes)
            if asking.path == HEALTH:
                await _calmly(send, calm.line(200, "the newsstand is open"))
                return
            await self._route(asking, scope, receive, send)
        except Refused as refused:
            await _calmly(send, calm.line(refused.status, refused.text), ((b"connection", b"close"),))
        except NewsroomClosed as closed:
            await _calmly(send, calm.closed(self._paper, closed.status))
        except (ReaderLeft, AnswerCutOff) as error:
            # The server closes the connection of an answer that was not finished.
            logger.info("%s %s: cut off: %s", scope["method"], scope["raw_path"], type(error).__name__)

    async def _route(self, asking: Asking, scope: Scope, receive: Receive, send: Send) -> None:
        host = self.stand.host_of(asking.headers.get(b"host", b""))
        if host is None:
            raise Refused(421, "No paper of that name is sold here.")
        if asking.method in _REFUSED_METHODS:
            raise Refused(405, f"{asking.method} is not answered here.")
        paper = self._paper.for_host(host.decode()) or self._paper
        if await self._said_here(asking, paper, host.decode(), receive, send):
            return
        if is_newsroom(paper, asking.raw_path):
            await self._walk_in(asking, scope, receive, send)
        elif asking.raw_path in _WELL_KNOWN:
            await self._page(asking, host.decode(), asking.raw_path, paper.parameters(asking.raw_path), send)
        elif asking.path is None:
            await _calmly(send, calm.missing(paper))
        elif _walks_in(paper, asking) or asking.method not in ("GET", "HEAD"):
            await self._walk_in(asking, scope, receive, send)
        elif asking.path.startswith(FRAME):
            await self._framed(asking, send)
        elif is_under(asking.path, "static") or is_under(asking.path, "media"):
            await self._file(asking, asking.path, paper, send)
        else:
            anew = is_answered_anew(paper, asking.path, asking.query)
            known = () if anew else paper.parameters(asking.path)
            await self._page(asking, host.decode(), asking.path, known, send)

    async def _said_here(self, asking: Asking, paper: Paper, host: str, receive: Receive, send: Send) -> bool:
        """Answer what the stand says of its own: where another edition is, what is new in a live story."""
        if asking.path == SWITCH and (back := switch(paper, asking.query)):
            await reply(send, 303, back)
            return True
        if (asking.path or "").startswith(CLICK) and asking.method in ("GET", "HEAD"):
            return await self._lead_on(asking, host, send)
        if asking.raw_path == SEEN.decode() and asking.method == "POST":
            return await self._count(asking, host, receive, send)
        if _number_of_rest(asking) and self.stand.opens(asking.headers.get(b"cookie"), paper.key):
            await self._rest(asking, host, send)
            return True
        followed = story_followed(asking.path or "")
        return followed is not None and await self.live.answer(asking, host, followed, receive, send)

    async def _lead_on(self, asking: Asking, host: str, send: Send) -> bool:
        """Count a click and lead to where it was going; without JavaScript as with it."""
        last = asking.raw_path.removeprefix(CLICK)
        target = self.stand.counting.click(host, asking.headers, asking.client, last)
        if target is None:
            return False
        headers = (
            (b"location", target.encode()),
            (b"cache-control", b"no-store"),
            (b"x-robots-tag", b"noindex"),
        )
        await reply(send, 302, headers)
        return True

    async def _count(self, asking: Asking, host: str, receive: Receive, send: Send) -> bool:
        """Count what a page says that did not come by the warm path."""
        body, more = b"", True
        while more and len(body) <= LONGEST:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        named = asking.headers.get(b"host", b"")
        taken = self.stand.counting.take(named, asking.headers, asking.client, body)
        await reply(send, 204 if taken else 403, ((b"cache-control", b"no-store"),))
        return True

    async def _walk_in(self, asking: Asking, scope: Scope, receive: Receive, send: Send) -> None:
        settings = self.stand.settings
        errand = Errand(asking, scope, receive, settings.trusted_proxies, settings.limits.proxy_seconds)
        await errand.run(self.stand.proxy_runner, send)

    async def _file(self, asking: Asking, path: str, paper: Paper, send: Send) -> None:
        _, where, relative = path.split("/", 2) if path.count("/") > 1 else ("", "", "")
        folder = self._media if where == "media" else self._static
        reserved = ((b"tdm-reservation", b"%d" % paper.syndication.reserved),)
        if not relative or not await folder.answer(asking, unquote(relative), send, reserved):
            await _calmly(send, calm.missing(self._paper))

    async def _framed(self, asking: Asking, send: Send) -> None:
        """A file of an advertiser's HTML5, which a browser runs apart from everything of ours."""
        relative = unquote((asking.path or "").removeprefix(FRAME))
        if not relative or not await self._frames.answer(asking, relative, send):
            await _calmly(send, calm.missing(self._paper))

    async def _page(self, asking: Asking, host: str, path: str, known: tuple[str, ...], send: Send) -> None:
        """A printed page, made from its known parameters alone, or web's answer to this one question."""
        question = without_trackers(asking.query)
        variant, given = await self._variant(asking)
        address = Address(host, path, canonical_query(question, known), variant)
        try:
            if known:
                handed = await self.stand.hand_out(address)
            else:
                handed = await self._ask(address, question)
        except NotPrinted as error:
            logger.warning("%s%s: %s", host, path, error)
            await _calmly(send, calm.closed(self._paper.for_host(host) or self._paper))
            return
        if isinstance(handed, Answer):
            headers, body = compressed(handed.headers, handed.body, asking.takes_gzip)
            headers = [*_kept(headers, b"no-store"), *given] if given else headers
            await reply(send, handed.status, headers, body)
        else:
            await self._copy(asking, handed, send, given)

    async def _rest(self, asking: Asking, host: str, send: Send) -> None:
        """The rest of a story, for whoever's pass opens it; nobody on the way may keep it."""
        variant = self.stand.variant_for(asking.headers.get(b"cookie"), asking.headers.get(b"save-data"))
        address = Address(host, f"{RESTS}{_number_of_rest(asking)}", "", variant or Variant.ADS)
        try:
            handed = await self.stand.hand_out(address)
        except NotPrinted as error:
            logger.warning("%s%s: %s", host, address.path, error)
            await _calmly(send, calm.closed(self._paper.for_host(host) or self._paper))
            return
        if isinstance(handed, Answer):
            headers, body = compressed(handed.headers, handed.body, asking.takes_gzip)
            await reply(send, handed.status, headers, body)
            return
        copy = handed.copy
        kept = [*(pair for pair in copy.headers if pair[0] not in _OF_WHAT_IS_KEPT), _NOT_KEPT]
        if asking.takes_gzip:
            await reply(send, copy.status, [*kept, *copy.gzip_headers()], copy.body)
        else:
            await reply(send, copy.status, kept, _identity(copy, asking.method))

    async def _variant(self, asking: Asking) -> tuple[Variant, Headers]:
        """The printing this reader gets, and the new pass of one whose last has run out."""
        variant = self.stand.variant_for(asking.headers.get(b"cookie"), asking.headers.get(b"save-data"))
        if variant is not None:
            return variant, ()
        second = self.stand.ticker.second
        return await renew(self.stand.proxy_runner, self.stand.gate, asking, second)

    async def _ask(self, address: Address, question: str) -> Handed | Answer:
        """What web answers to this very question, without a look at the rack."""
        printed = await self.stand.prints.print(address, question)
        return printed if isinstance(printed, Answer) else await self.stand.set_up(address, printed)

    async def _copy(self, asking: Asking, handed: Handed, send: Send, given: Headers) -> None:
        copy = handed.copy
        headers = [*copy.headers, *given]
        if given or (handed.stale and copy.address.variant is not Variant.ADS):
            headers = _kept(headers, b"private, no-cache")
        elif handed.stale:
            headers = _kept(headers, b"no-cache")
        if handed.stale:
            headers.append((b"age", b"%d" % max(0, int(self.stand.ticker.second - copy.printed_at))))
        known = asking.headers.get(b"if-none-match")
        if known is not None and copy.is_known_to(known):
            await reply(send, 304, [pair for pair in headers if pair[0] != b"content-type"])
        elif asking.takes_gzip:
            await reply(send, copy.status, [*headers, *copy.gzip_headers()], copy.body)
        else:
            await reply(send, copy.status, headers, _identity(copy, asking.method))


def _number_of_rest(asking: Asking) -> str:
    """The number of the story whose rest is asked for, in its one spelling; empty for any other question."""
    path = asking.path or ""
    number = path.removeprefix(REST) if asking.method == "GET" and path.startswith(REST) else ""
    return number if number.isdecimal() and not number.startswith("0") else ""


def _walks_in(paper: Paper, asking: Asking) -> bool:
    """Whether only the newsroom can answer: what is asked with a key is counted there."""
    path = asking.path or ""
    if is_under(path, "api") and b"authorization" in asking.headers:
        return True
    asked_anew = is_counter(paper, path) or is_account(paper, path) or is_reading_on(path) or is_report(path)
    return asked_anew or is_newsroom(paper, path)


def _kept(headers: Iterable[Header], how: bytes) -> list[Header]:
    """Return the headers with another word on who may keep this answer, and how."""
    return [*(pair for pair in headers if pair[0] != b"cache-control"), (b"cache-control", how)]


def _identity(copy: Copy, method: str) -> bytes:
    """The plain body; zeroes of its length do for a HEAD, which sends none of them."""
    return bytes(copy.length) if method == "HEAD" else copy.identity()


async def _calmly(send: Send, page: CalmPage, more: tuple[tuple[bytes, bytes], ...] = ()) -> None:
    await reply(send, page.status, (*page.headers, *more), page.body)
