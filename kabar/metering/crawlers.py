"""Crawlers that may read on: known by their address, whose name and the address of that name must agree."""

from __future__ import annotations

import socket
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooSlow
from threading import BoundedSemaphore, Lock

from django.conf import settings
from django.http import HttpRequest

from kabar import clock
from kabar.staff.signin import address_of

#: Seconds a crawler waits for its name; seconds for which a name, and that there is none, is remembered.
PATIENCE, KEPT, KEPT_UNKNOWN = 2.0, 24 * 60 * 60, 10 * 60
REMEMBERED, AT_ONCE = 4096, 4

#: Returns the names of an address that lead back to it.
Resolve = Callable[[str], frozenset[str]]


def ask_dns(address: str) -> frozenset[str]:
    """Return the names of an address that lead back to it, as DNS says."""
    try:
        name, others, _ = socket.gethostbyaddr(address)
        return frozenset(each for each in (name, *others) if address in _addresses(each))
    except OSError:
        return frozenset()


def _addresses(name: str) -> set[str]:
    try:
        return {str(found[4][0]) for found in socket.getaddrinfo(name, None)}
    except OSError:
        return set()


class Register:
    """What is known of addresses; asks for few at once, and lets nobody wait who asks beyond."""

    def __init__(self, resolve: Resolve = ask_dns) -> None:
        self._resolve = resolve
        self._known: OrderedDict[str, tuple[float, frozenset[str]]] = OrderedDict()
        self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="crawlers")
        self._free, self._lock = BoundedSemaphore(AT_ONCE), Lock()

    def names(self, address: str) -> frozenset[str]:
        """Return the confirmed names of an address; none while too many are being asked for."""
        now = clock.now().timestamp()
        with self._lock:
            until, names = self._known.get(address, (0.0, frozenset()))
        if now < until:
            return names
        if not self._free.acquire(blocking=False):
            return frozenset()
        try:
            asked = self._pool.submit(self._ask, address)
        except RuntimeError:
            self._free.release()
            return frozenset()
        try:
            return asked.result(PATIENCE)
        except TooSlow:
            return frozenset()

    def _ask(self, address: str) -> frozenset[str]:
        try:
            names = frozenset(name.lower().rstrip(".") for name in self._resolve(address))
        finally:
            self._free.release()
        until = clock.now().timestamp() + (KEPT if names else KEPT_UNKNOWN)
        with self._lock:
            self._known[address] = until, names
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        return names


#: One a process; tests put their own here.
register = Register()


def is_verified(request: HttpRequest) -> bool:
    """Tell whether a crawler asks that the publisher lets in; what it calls itself is not enough."""
    agent = request.headers.get("user-agent", "").lower()
    meant = [crawler for crawler in settings.PAPER.crawlers if crawler.agent.lower() in agent]
    if not meant:
        return False
    names = register.names(address_of(request))
    return any(name.endswith(host) for crawler in meant for host in crawler.hosts for name in names)
