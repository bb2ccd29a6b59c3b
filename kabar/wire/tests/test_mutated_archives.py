"""A damaged export is rehearsed, or refused in one line; it never breaks the import, nor holds it up."""

from __future__ import annotations

import pytest

from kabar.wire.tests.broken_archives import material, tried
from kabar.wire.tests.material import shared

pytestmark = [pytest.mark.django_db, pytest.mark.once]
#: `python -m tools.mutations 100000 1 archives` tries many more.
TRIES = 400


def test_broken_exports_are_read_or_refused_and_never_break_or_hold_up_the_import() -> None:
    done = tried(material(shared()), TRIES, seed=2026)
    assert done["read"] + done["refused"] == TRIES, done
    assert done["too slow"] == 0
    assert done["read"] > 50 and done["refused"] > 50
