"""What one does at a time, across threads and processes: render an address, announce editions."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from kabar.plates import Address


@contextmanager
def flight(address: Address) -> Iterator[None]:
    """Wait until nobody else renders this address.

    Addresses share 256 lock files; two in one file only wait for each other.
    """
    with _alone(address.to_key()[:1].hex()):
        yield


@contextmanager
def announcing() -> Iterator[None]:
    """Wait until no other process of this host announces editions: it may be the same ones."""
    with _alone("editions"):
        yield


@contextmanager
def _alone(name: str) -> Iterator[None]:
    """Hold a lock file; one who crashes frees it by dying."""
    folder = settings.PAPER.plates / "flights"
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder / name, os.O_RDWR | os.O_CREAT, 0o660)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
