"""An open stand for the proofs of this department."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kabar.newsstand.testing import OpenStand, open_stand


@pytest.fixture
def stand(tmp_path: Path) -> Iterator[OpenStand]:
    """A stand on a real port with a fake web behind it."""
    with open_stand(tmp_path) as opened:
        yield opened
