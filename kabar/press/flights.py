"""One render at a time for an address, across threads and processes."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from kabar.plates import Address


@contextmanager
def flight(address: Address) -> Iterator[None]:
    """Wait until nobody else renders this address; a crashed renderer frees it by dying.

    Addresses share 256 lock files; two in one file only wait for each other.
    """
    folder = settings.PAPER.plates / "flights"
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder / address.to_key()[:1].hex(), os.O_RDWR | os.O_CREAT, 0o660)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
