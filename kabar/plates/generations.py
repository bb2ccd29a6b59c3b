"""Generations: the counters that tell in a moment whether a plate is older than the news."""

import fcntl
import mmap
import os
import secrets
import threading
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path
from typing import Protocol

from kabar.plates.address import Address
from kabar.plates.boot import boot_id
from kabar.plates.plate import Plate

NOW, FLOOR, EDITION, FORMAT, BOOT = range(5)
FIRST_SLOT = 8
SIZE = 1 << 20
_FORMAT = 0x31204E4547204142


Hang = Callable[[Address, Plate], object]


class Counters(Protocol):
    """A row of 64-bit numbers: an array here, mapped memory there."""

    def __getitem__(self, place: int, /) -> int: ...
    def __setitem__(self, place: int, number: int, /) -> None: ...
    def __len__(self) -> int: ...


class Printed(Protocol):
    """Anything that is judged by counters: a plate, or a piece of a page."""

    @property
    def slots(self) -> tuple[int, ...]: ...
    @property
    def ticket(self) -> int: ...


class Generations(Protocol):
    """What the press and the newsstand ask of the counters."""

    edition: int

    @property
    def counters(self) -> Counters: ...
    def begin(self) -> int: ...
    def slots(self, keys: Iterable[str]) -> tuple[int, ...]: ...
    def bump(self, keys: Iterable[str]) -> int: ...
    def turn(self, keys: Iterable[str], plates: Mapping[Address, Plate], hang: Hang) -> bool: ...
    def fresh(self, printed: Printed) -> bool: ...
    def follow(self) -> None: ...
    def close(self) -> None: ...


class _Rule:
    """The rule itself, over any row of 64-bit numbers.

    A bump gives every slot it names the next ticket and only then makes that ticket the current one, so
    whoever reads the new ticket also reads the new slots. A plate is fresh while no slot of its keys is
    later than the ticket taken before its render.
    """

    counters: Counters

    def begin(self) -> int:
        """The ticket to take before a render; what is bumped after it makes the plate stale at birth."""
        self.follow()
        return self.counters[NOW]

    def slots(self, keys: Iterable[str]) -> tuple[int, ...]:
        """The counters that those keys share with a few others; a collision costs a spare render."""
        room = len(self.counters) - FIRST_SLOT
        return tuple(sorted({FIRST_SLOT + _number(key) % room for key in keys}))

    def fresh(self, printed: Printed) -> bool:
        """Whether nothing that a print depends on has changed since before it was rendered."""
        counters, ticket = self.counters, printed.ticket
        if not counters[FLOOR] <= ticket <= counters[NOW]:
            return False
        try:
            return all(counters[slot] <= ticket for slot in printed.slots)
        except IndexError:
            return False

    def follow(self) -> None:
        """Look whether the counters were replaced by another process."""

    def turn(self, keys: Iterable[str], plates: Mapping[Address, Plate], hang: Hang) -> bool:
        """Bump keys for a change that these plates show already; hung at the same instant, they stay fresh.

        False, and nothing is done, when other news came since one of them was begun: render it again. What
        else depends on the keys becomes stale as with a bump.
        """
        with self._held():
            if not all(self.fresh(plate) for plate in plates.values()):
                return False
            # Before the counters move: nobody may find the keys bumped and the older plates still hanging.
            for address, plate in plates.items():
                hang(address, replace(plate, ticket=self.counters[NOW] + 1))
            self._advance(keys)
            return True

    def bump(self, keys: Iterable[str]) -> int:
        """Make everything that depends on these keys stale, in every process; gives the new ticket."""
        with self._held():
            return self._advance(keys)

    def _held(self) -> AbstractContextManager[None]:
        """Keep every other writer of the counters away."""
        raise NotImplementedError

    @property
    def edition(self) -> int:
        """The last edition whose keys were bumped; 0 when the counters are new and everything is stale."""
        return self.counters[EDITION]

    @edition.setter
    def edition(self, number: int) -> None:
        self.counters[EDITION] = number

    def _advance(self, keys: Iterable[str]) -> int:
        counters = self.counters
        ticket = counters[NOW] + 1
        for slot in self.slots(keys):
            counters[slot] = ticket
        counters[NOW] = ticket
        return ticket


class MemoryGenerations(_Rule):
    """The twin for tests and for a single process."""

    def __init__(self, size: int = 4096) -> None:
        self.counters = array("Q", bytes(8 * size))
        self.counters[FLOOR] = self.counters[NOW] = _new_floor()
        self._lock = threading.Lock()

    @contextmanager
    def _held(self) -> Iterator[None]:
        with self._lock:
            yield

    def close(self) -> None:
        """Nothing is held."""


class MappedGenerations(_Rule):
    """Counters in a small file mapped by every process of a host.

    The file may be lost at any time: its successor begins at another floor, so that every plate printed
    before is stale. The same is done after the machine was restarted, as nothing synced the file.
    """

    def __init__(self, path: Path | str) -> None:
        self._path = Path(path)
        self._lock = threading.Lock()
        self._identity: tuple[int, int] | None = None
        self.follow()

    @contextmanager
    def _held(self) -> Iterator[None]:
        with self._lock, self._locked_file():
            yield

    def follow(self) -> None:
        """Map the file again if it was lost or replaced; a stat when it was not."""
        try:
            found = self._path.stat()
        except FileNotFoundError:
            self._map()
            return
        if (found.st_dev, found.st_ino) != self._identity:
            self._map()

    def close(self) -> None:
        """Let go of the file."""
        self.counters = array("Q", bytes(8 * FIRST_SLOT))
        self._identity = None

    @contextmanager
    def _locked_file(self) -> Iterator[None]:
        """Hold the file that is at the path now; opened anew each time, so a fork shares no lock."""
        while True:
            self.follow()
            descriptor = os.open(self._path, os.O_RDWR)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX)
                held = os.fstat(descriptor)
                if (held.st_dev, held.st_ino) == self._identity and held.st_nlink:
                    yield
                    return
            finally:
                os.close(descriptor)

    def _map(self) -> None:
        while True:
            descriptor = self._open()
            try:
                status = os.fstat(descriptor)
                if status.st_size == 8 * SIZE:
                    counters = memoryview(mmap.mmap(descriptor, 8 * SIZE)).cast("Q")
                    if counters[FORMAT] == _FORMAT and counters[BOOT] == _boot():
                        self.counters = counters
                        self._identity = (status.st_dev, status.st_ino)
                        return
            finally:
                os.close(descriptor)
            self._replace(status.st_ino)

    def _open(self) -> int:
        while True:
            try:
                return os.open(self._path, os.O_RDWR)
            except FileNotFoundError:
                self._replace(None)

    def _replace(self, inode: int | None) -> None:
        """Put a new file in the place of the one with that inode, unless somebody else just did."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._path.with_name(f"{self._path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        _write_new(fresh)
        try:
            with self._folder_lock():
                if _inode(self._path) == inode:
                    fresh.replace(self._path)
        finally:
            fresh.unlink(missing_ok=True)

    @contextmanager
    def _folder_lock(self) -> Iterator[None]:
        descriptor = os.open(self._path.parent, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)


def _write_new(path: Path) -> None:
    """A new file with its head; its blocks are taken now, as a full disk would kill us at a later write."""
    floor = _new_floor()
    head = array("Q", [floor, floor, 0, _FORMAT, _boot()])
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o660)
    try:
        os.write(descriptor, head.tobytes())
        _allocate(descriptor, 8 * SIZE)
    finally:
        os.close(descriptor)


def _allocate(descriptor: int, size: int) -> None:
    if hasattr(os, "posix_fallocate"):
        os.posix_fallocate(descriptor, 0, size)
    else:
        os.ftruncate(descriptor, size)


def _new_floor() -> int:
    """A random epoch in the high half, so that tickets of a lost file fall outside the range of this one."""
    return (secrets.randbelow(0x7FFFFFFF - 1) + 1) << 32


def _inode(path: Path) -> int | None:
    try:
        return path.stat().st_ino
    except FileNotFoundError:
        return None


def _number(key: str) -> int:
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "little")


def _boot() -> int:
    return _number(boot_id())
