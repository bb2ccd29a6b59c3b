"""Every write to the record of editions."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db import connection, transaction

from kabar import clock
from kabar.editions.models import Edition, Follower
from kabar.editions.queries import after
from kabar.editions.signals import edition_opened

#: Held from numbering to commit, so that on PostgreSQL numbers become visible in their order.
NUMBERING_LOCK = 7_235_002


def open_edition(kind: Edition.Kind, keys: Iterable[str], *, subjects: Iterable[str] = ()) -> Edition:
    """Number a change inside its transaction; `edition_opened` is sent when it commits."""
    if not connection.in_atomic_block:
        raise RuntimeError("an edition is opened inside the transaction of its change")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [NUMBERING_LOCK])
    edition = Edition.objects.create(
        at=clock.now(), kind=kind, keys=sorted(set(keys)), subjects=list(subjects)
    )
    transaction.on_commit(lambda: edition_opened.send_robust(sender=Edition, edition=edition))
    return edition


def follow(name: str, work: Callable[[Edition], object], *, limit: int = 500) -> int:
    """Hand a follower the editions it has not seen, oldest first; return how many.

    Its place is saved after each one with which it did something, and at the end, so after a crash an
    edition may come twice, never not at all.
    """
    follower, _ = Follower.objects.get_or_create(name=name)
    waiting = after(follower.number, limit=limit)
    for edition in waiting:
        if work(edition) or edition is waiting[-1]:
            Follower.objects.filter(name=name, number__lt=edition.number).update(number=edition.number)
    return len(waiting)
