"""A damaged export is rehearsed, or refused in one line; it never breaks the import, nor holds it up."""

from __future__ import annotations

import gc
from sqlite3 import ProgrammingError
from weakref import ReferenceType, ref

import pytest

from kabar.wire.importers.aside import Aside
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


def test_nothing_stays_open_of_an_export_whether_it_is_read_or_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened: list[ReferenceType[Aside]] = []
    begin = Aside.__init__
    monkeypatch.setattr(Aside, "__init__", lambda self: (opened.append(ref(self)), begin(self))[1])
    gc.disable()
    try:
        done = tried(material(shared()), 40, seed=2026)
        left = [aside for each in opened if (aside := each()) is not None]
    finally:
        gc.enable()
    assert done["read"] and done["refused"] and len(opened) > 40
    for each in left:
        with pytest.raises(ProgrammingError, match="closed"):
            each.of("story", "1")
