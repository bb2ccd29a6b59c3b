"""Racks: where plates hang until someone asks for them; never the truth, always replaceable."""

import fcntl
import os
import secrets
import threading
from pathlib import Path
from typing import Protocol

import lmdb

from kabar.plates.address import Address
from kabar.plates.boot import boot_id
from kabar.plates.plate import Plate, PlateError, ticket_of

_EPOCH_SHIFT = 32


class Rack(Protocol):
    """What the press and the newsstand ask of a rack."""

    def take(self, address: Address) -> Plate | None: ...
    def hang(self, address: Address, plate: Plate) -> bool: ...
    def remove(self, address: Address, ticket: int | None = None) -> None: ...
    def clear(self) -> None: ...
    def close(self) -> None: ...


class MemoryRack:
    """The twin for tests and for a single process; no cap."""

    def __init__(self) -> None:
        self._plates: dict[bytes, Plate] = {}
        self._lock = threading.Lock()

    def take(self, address: Address) -> Plate | None:
        """The plate that hangs there, fresh or stale."""
        return self._plates.get(address.to_key())

    def hang(self, address: Address, plate: Plate) -> bool:
        """Hang a plate, unless one begun later hangs there already."""
        key = address.to_key()
        with self._lock:
            hanging = self._plates.get(key)
            if hanging is not None and begun_later(hanging.ticket, plate.ticket):
                return False
            self._plates[key] = plate
        return True

    def remove(self, address: Address, ticket: int | None = None) -> None:
        """Take a page down that is not to be read any more, unless its render began after that ticket."""
        key = address.to_key()
        with self._lock:
            hanging = self._plates.get(key)
            if hanging is not None and (ticket is None or not begun_later(hanging.ticket, ticket)):
                del self._plates[key]

    def clear(self) -> None:
        """Take everything down."""
        self._plates.clear()

    def close(self) -> None:
        """Nothing is held."""

    def __len__(self) -> int:
        return len(self._plates)


class LmdbRack:
    """Plates in one LMDB file shared by every process of a host, kept under a cap of megabytes.

    Nothing is synced, as every plate can be printed again. The file is opened at the first use in each
    process, because an LMDB environment must not be carried over a fork.
    """

    def __init__(self, path: Path | str, megabytes: int = 1024) -> None:
        self._path = Path(path)
        self._cap = megabytes * 1024 * 1024
        self._opened: tuple[int, lmdb.Environment] | None = None
        self._opening = threading.Lock()

    def take(self, address: Address) -> Plate | None:
        """The plate that hangs there, fresh or stale; a rack that cannot be read counts as empty."""
        try:
            with self._environment().begin(buffers=True) as reading:
                data = reading.get(address.to_key())
                return Plate.from_bytes(data) if data is not None else None
        except (lmdb.Error, PlateError):
            return None

    def hang(self, address: Address, plate: Plate) -> bool:
        """Hang a plate, unless one begun later hangs there; False also when the disk has no room."""
        key, data = address.to_key(), plate.to_bytes()
        try:
            return self._hang(key, plate.ticket, data)
        except lmdb.MapFullError:
            return self._hang_on_an_emptied_rack(key, plate.ticket, data)
        except lmdb.Error:
            return False

    def remove(self, address: Address, ticket: int | None = None) -> None:
        """Take a page down that is not to be read any more, unless its render began after that ticket."""
        key = address.to_key()
        with self._environment().begin(write=True, buffers=True) as writing:
            hanging = writing.get(key)
            if hanging is None or (ticket is not None and begun_later(ticket_of(hanging), ticket)):
                return
            writing.delete(key)

    def clear(self) -> None:
        """Take everything down."""
        environment = self._environment()
        environment.reader_check()
        with environment.begin(write=True) as writing:
            writing.drop(environment.open_db(None, writing), delete=False)

    def close(self) -> None:
        """Let go of the file."""
        if self._opened is not None and self._opened[0] == os.getpid():
            _let_go(self._path)
        self._opened = None

    def __len__(self) -> int:
        entries: int = self._environment().stat()["entries"]
        return entries

    def _hang(self, key: bytes, ticket: int, data: bytes) -> bool:
        with self._environment().begin(write=True, buffers=True) as writing:
            hanging = writing.get(key)
            if hanging is not None and begun_later(ticket_of(hanging), ticket):
                return False
            writing.put(key, data)
            if _used(writing) > self._cap:
                _evict(writing, key, self._cap * 9 // 10)
            return True

    def _hang_on_an_emptied_rack(self, key: bytes, ticket: int, data: bytes) -> bool:
        try:
            self.clear()
            return self._hang(key, ticket, data)
        except lmdb.Error:
            return False

    def _environment(self) -> lmdb.Environment:
        opened = self._opened
        if opened is None or opened[0] != os.getpid():
            with self._opening:
                opened = self._opened
                if opened is None or opened[0] != os.getpid():
                    opened = self._opened = (os.getpid(), _open(self._path, self._cap))
        return opened[1]


def begun_later(one: int, other: int) -> bool:
    """Whether a render began after another; tickets of two floors cannot be compared, the new one wins."""
    return one > other and one >> _EPOCH_SHIFT == other >> _EPOCH_SHIFT


def _used(transaction: lmdb.Transaction) -> int:
    stat = transaction.stat()
    pages: int = stat["branch_pages"] + stat["leaf_pages"] + stat["overflow_pages"]
    size: int = stat["psize"]
    return pages * size


def _evict(transaction: lmdb.Transaction, spared: bytes, target: int) -> None:
    """Take plates down from a random place on; keys are digests, so any place is as good as another."""
    with transaction.cursor() as cursor:
        cursor.set_range(secrets.token_bytes(4))
        while _used(transaction) > target and transaction.stat()["entries"] > 1:
            if not cursor.key():
                cursor.first()
            if bytes(cursor.key()) == spared:
                cursor.next()
            else:
                cursor.delete()


# LMDB refuses to open one file twice in a process, so racks on the same path share what is open.
_shared: dict[tuple[int, Path], tuple[lmdb.Environment, int]] = {}
_shared_lock = threading.Lock()


def _open(path: Path, cap: int) -> lmdb.Environment:
    key = (os.getpid(), path.absolute())
    with _shared_lock:
        _close_inherited()
        environment, holders = _shared.get(key, (None, 0))
        if environment is None:
            environment = _open_folder(path, cap)
        _shared[key] = (environment, holders + 1)
        return environment


def _close_inherited() -> None:
    """After a fork: let go of the parent's files here, or LMDB counts them as open in this process too."""
    for key in [key for key in _shared if key[0] != os.getpid()]:
        environment, _ = _shared.pop(key)
        environment.close()


def _open_folder(path: Path, cap: int) -> lmdb.Environment:
    """Open the rack; one left by another start of the machine may be torn, so it is thrown away first."""
    path.mkdir(parents=True, exist_ok=True)
    with (path / "boot").open("a+") as mark:
        fcntl.flock(mark, fcntl.LOCK_EX)
        mark.seek(0)
        if mark.read() != boot_id():
            (path / "data.mdb").unlink(missing_ok=True)
            (path / "lock.mdb").unlink(missing_ok=True)
            mark.truncate(0)
            mark.write(boot_id())
            mark.flush()
        environment = _open_file(path, cap)
        environment.reader_check()
        return environment


def _open_file(path: Path, cap: int) -> lmdb.Environment:
    """Half as much room again as the cap, because pages freed by an eviction come back one write later."""
    return lmdb.open(
        str(path),
        map_size=cap + max(cap // 2, 64 * 1024 * 1024),
        sync=False,
        metasync=False,
        readahead=False,
        meminit=False,
        max_readers=512,
        max_spare_txns=4,
    )


def _let_go(path: Path) -> None:
    key = (os.getpid(), path.absolute())
    with _shared_lock:
        environment, holders = _shared.get(key, (None, 0))
        if environment is None:
            return
        if holders > 1:
            _shared[key] = (environment, holders - 1)
            return
        del _shared[key]
        environment.close()
