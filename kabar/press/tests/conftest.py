"""Every proof of the press prints with machines of its own."""

import pytest

from kabar.plates import MemoryGenerations, MemoryRack
from kabar.press.works import Works, use


@pytest.fixture(autouse=True)
def machines():
    """A rack and generations nobody has used."""
    # So many counters that two keys do not share one by chance, which would only cost readers a print.
    fresh = Works(MemoryGenerations(1 << 20), MemoryRack())
    use(fresh)
    yield fresh
    use(None)
