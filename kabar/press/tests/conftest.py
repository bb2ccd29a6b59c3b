"""Every proof of the press prints with machines of its own."""

import pytest

from kabar.plates import MemoryGenerations, MemoryRack
from kabar.press.works import Works, use


@pytest.fixture(autouse=True)
def machines():
    """A rack and generations nobody has used."""
    fresh = Works(MemoryGenerations(), MemoryRack())
    use(fresh)
    yield fresh
    use(None)
