"""The shelf: the copies most asked for, in memory, bounded in bytes."""

from kabar.newsstand.copies import Copy


class Shelf:
    """Copies by host and target; who was not asked for since the last look makes room first."""

    def __init__(self, capacity: int) -> None:
        self.copies: dict[bytes, Copy] = {}
        self._capacity = capacity
        self._size = 0

    @property
    def size(self) -> int:
        """Bytes held."""
        return self._size

    def put(self, key: bytes, copy: Copy) -> None:
        """Lay a copy out, in the place of an older one."""
        self.drop(key)
        if copy.size > self._capacity:
            return
        self.copies[key] = copy
        self._size += copy.size
        while self._size > self._capacity:
            self._make_room()

    def drop(self, key: bytes) -> None:
        """Take a copy away, if it is there."""
        copy = self.copies.pop(key, None)
        if copy is not None:
            self._size -= copy.size

    def _make_room(self) -> None:
        """Give the oldest a second chance if it was asked for, else let it go."""
        key = next(iter(self.copies))
        copy = self.copies.pop(key)
        if copy.used:
            copy.used = False
            self.copies[key] = copy
        else:
            self._size -= copy.size
