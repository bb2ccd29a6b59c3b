"""The one way out of the house: every address outside is resolved, checked, pinned and asked within a budget.

Feeds, embeds, pictures, links and webhooks all go through `Fetcher.fetch`; nothing else opens a connection to
an address that a person or a feed has named. An address inside the house is never asked, however it is
written, redirected to or resolved, because the connection is made to the very number that was checked.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network
from urllib.parse import SplitResult, urljoin, urlsplit

Resolve = Callable[[str, int], list[str]]

#: Ports where something other than the web answers are not asked, even outside.
LOW_PORTS = frozenset({80, 443})
REDIRECTS = frozenset({301, 302, 303, 307, 308})
#: A v4 address may hide in a v6 one: translated (NAT64) or tunnelled (6to4, Teredo).
TRANSLATED = (ip_network("64:ff9b::/96"), ip_network("64:ff9b:1::/48"))
AGENT = "Kabar/0.1 (newsroom)"


class FetchError(Exception):
    """Nothing was fetched; the message is one line that names the address and why."""


class Refused(FetchError):
    """The address is not one that may be asked."""


class TooMuch(FetchError):
    """More would have come than the budget allows."""


@dataclass(frozen=True, slots=True)
class Budget:
    """How long everything may take together, how much may come, and how often one may be sent on."""

    seconds: float = 10.0
    bytes: int = 10 * 1024 * 1024
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, and from where in the end."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)


def is_outside(number: str) -> bool:
    """Tell whether an IP address lies in the open internet, whatever it is wrapped in."""
    address = ip_address(number.partition("%")[0])
    if isinstance(address, IPv6Address):
        if any(address in net for net in TRANSLATED):
            return is_outside(str(ip_address(int(address) & 0xFFFFFFFF)))
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo and address.teredo[1])
        if inner:
            return is_outside(str(inner))
        if int(address) >> 32 == 0:
            return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def resolve(host: str, port: int) -> list[str]:
    """Return the numbers of a host, as the machine's resolver knows them."""
    return list(
        dict.fromkeys(str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
    )


class Fetcher:
    """Asks addresses outside; `resolve` and `allows` are there for tests, which have no outside."""

    def __init__(self, resolve: Resolve = resolve, allows: Callable[[str], bool] = is_outside) -> None:
        self.resolve, self.allows = resolve, allows

    def fetch(
        self,
        url: str,
        *,
        method: str = "GET",
        headers: Mapping[str, str] | None = None,
        data: bytes | None = None,
        budget: Budget = Budget(),
    ) -> Answer:
        """Return the answer of an address, sent on as often as the budget allows; raise FetchError."""
        ends = time.monotonic() + budget.seconds
        for _turn in range(budget.redirects + 1):
            answer = self._ask(url, method, dict(headers or {}), data, ends, budget)
            onward = answer.headers.get("location", "")
            if answer.status not in REDIRECTS or not onward:
                return answer
            before, url = urlsplit(url), urljoin(url, onward)
            if answer.status == 303 or (answer.status in (301, 302) and method == "POST"):
                method, data = "GET", None
            if urlsplit(url).netloc != before.netloc:
                # What was meant for one host is not told to another.
                headers = {name: said for name, said in (headers or {}).items() if name.lower() == "accept"}
        raise FetchError(f"{url}: sent on more than {budget.redirects} times")

    def _ask(
        self, url: str, method: str, headers: dict[str, str], data: bytes | None, ends: float, budget: Budget
    ) -> Answer:
        parts, host, port = parsed(url)
        number = self._pinned(url, host, port, ends)
        connection = _Pinned(host, port, number, parts.scheme == "https", _left(url, ends))
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        said = {
            "User-Agent": AGENT,
            "Accept": "*/*",
            "Accept-Encoding": "identity",
            "Connection": "close",
            **headers,
        }
        try:
            with _cut_off(connection, ends):
                connection.request(method, path, body=data, headers=said)
                response = connection.getresponse()
                body = b"" if method == "HEAD" else _read(response, url, budget)
                found = {name.lower(): value for name, value in response.getheaders()}
            # A connection that was cut off looks like one that ended.
            _left(url, ends)
        except (OSError, http.client.HTTPException, ValueError) as broken:
            if time.monotonic() >= ends:
                raise FetchError(f"{url}: no answer in time") from broken
            raise FetchError(f"{url}: {str(broken) or type(broken).__name__}") from broken
        finally:
            connection.close()
        return Answer(url, response.status, found, body)

    def _pinned(self, url: str, host: str, port: int, ends: float) -> str:
        """Return the number to connect to; one number inside makes the whole host suspect."""
        numbers = _within(url, ends, lambda: self.resolve(host, port))
        if not numbers:
            raise FetchError(f"{url}: the name {host} leads nowhere")
        for number in numbers:
            if not self.allows(number):
                raise Refused(f"{url}: {host} lies inside the house or in no public network")
        return numbers[0]


def parsed(url: str) -> tuple[SplitResult, str, int]:
    """Return an address in parts, its host as DNS writes it and its port; refuse what is not plain web."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".")
        port = parts.port or (443 if parts.scheme == "https" else 80)
        host = host if ":" in host else host.encode("idna").decode()
    except (ValueError, UnicodeError):
        raise Refused(f"{url}: not an address") from None
    if parts.scheme not in ("http", "https") or not host:
        raise Refused(f"{url}: only http and https are asked")
    if parts.username is not None or parts.password is not None:
        raise Refused(f"{url}: names and passwords do not belong into an address")
    if port < 1024 and port not in LOW_PORTS:
        raise Refused(f"{url}: port {port} is not the web's")
    if any(ord(sign) < 33 or ord(sign) == 127 for sign in url):
        raise Refused(f"{url!r}: not an address")
    return parts, host, port


class _Pinned(http.client.HTTPConnection):
    """A connection to one number, under the name of the host; nothing is resolved again."""

    def __init__(self, host: str, port: int, number: str, secure: bool, timeout: float) -> None:
        super().__init__(host, port, timeout=timeout)
        self.number, self.secure = number, secure
        self.default_port = 443 if secure else 80
        #: Kept apart, because the connection forgets its socket while an answer is still being read.
        self.line: socket.socket | None = None

    def connect(self) -> None:
        """Connect to the number that was checked."""
        self.sock = socket.create_connection((self.number, self.port), self.timeout)
        if self.secure:
            self.sock = _trust().wrap_socket(self.sock, server_hostname=self.host)
        self.line = self.sock


@lru_cache(maxsize=1)
def _trust() -> ssl.SSLContext:
    """Read the machine's certificates once: it takes a tenth of a second."""
    return ssl.create_default_context()


@contextmanager
def _cut_off(connection: _Pinned, ends: float) -> Iterator[None]:
    """Break a connection off when the time is up, however slowly its other end drips."""

    def cut() -> None:
        line = connection.line or connection.sock
        if line:
            try:
                line.shutdown(socket.SHUT_RDWR)
            except OSError:
                return

    timer = threading.Timer(max(ends - time.monotonic(), 0), cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _read(response: http.client.HTTPResponse, url: str, budget: Budget) -> bytes:
    body = response.read(budget.bytes + 1)
    if len(body) > budget.bytes:
        raise TooMuch(f"{url}: more than {budget.bytes} bytes")
    return body


def _left(url: str, ends: float) -> float:
    left = ends - time.monotonic()
    if left <= 0:
        raise FetchError(f"{url}: no answer in time")
    return left


def _within(url: str, ends: float, ask: Callable[[], list[str]]) -> list[str]:
    """Ask the resolver on a thread of its own: it knows no time limit."""
    found: list[list[str]] = []
    failed: list[Exception] = []

    def run() -> None:
        try:
            found.append(ask())
        except (OSError, UnicodeError) as broken:
            failed.append(broken)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(_left(url, ends))
    if failed:
        raise FetchError(f"{url}: {failed[0]}")
    if not found:
        raise FetchError(f"{url}: its name was not resolved in time")
    return found[0]
