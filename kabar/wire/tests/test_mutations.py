"""Whatever comes in is read or refused: broken copies of real copy never break the reader, nor hold it up."""

from __future__ import annotations

import pytest

from kabar.wire.tests.material import shared
from kabar.wire.tests.mutations import material, tried

pytestmark = pytest.mark.once
#: `python -m tools.mutations` tries a hundred thousand and more.
TRIES = 1500


def test_broken_copies_of_real_copy_are_read_or_refused_and_never_break_or_hold_up_the_reader():
    done = tried(material(shared()), TRIES, seed=26)
    assert done["read"] + done["refused"] == TRIES, done
    assert done["too slow"] == 0
    assert done["read"] > 200 and done["refused"] > 200
