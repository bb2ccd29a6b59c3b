"""Every proof of the site prints with machines of its own."""

from collections.abc import Iterator

import pytest

from kabar.plates import MemoryGenerations, MemoryRack
from kabar.press.works import Works, use


@pytest.fixture(autouse=True)
def machines() -> Iterator[Works]:
    """A rack, counters and clippings in which nothing of another proof is left."""
    fresh = Works(MemoryGenerations(1 << 20), MemoryRack())
    use(fresh)
    yield fresh
    use(None)
