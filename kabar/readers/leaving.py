"""Erasure: asked for by the reader, with a clock and a way back until it runs out; then nothing is left."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from kabar import clock
from kabar.readers import erasures
from kabar.readers.door import sessions
from kabar.readers.door.notices import LEAVING, tell
from kabar.readers.models import OneTimeKey, Reader
from kabar.readers.signals import reader_erased

#: The law gives us three days; within the first two a reader may think better of it.
AFTER = timedelta(hours=48)


def erased_at(reader: Reader) -> datetime | None:
    """Return when a reader who asked for it is erased."""
    return reader.leaving + AFTER if reader.leaving else None


@transaction.atomic
def ask(reader: Reader) -> bool:
    """Start the clock, and tell the reader by mail; asked twice, the first clock runs on."""
    begun = Reader.objects.filter(pk=reader.pk, erased=None, leaving=None).update(leaving=clock.now())
    if begun:
        tell(reader, LEAVING)
    return bool(begun)


def stay(reader: Reader) -> bool:
    """Stop the clock; tell whether there was still something to stop."""
    return bool(Reader.objects.filter(pk=reader.pk, erased=None).exclude(leaving=None).update(leaving=None))


def due() -> list[Reader]:
    """Return the readers whose clock has run out."""
    return list(Reader.objects.filter(erased=None, leaving__lte=clock.now() - AFTER))


@transaction.atomic
def erase(reader: Reader) -> bool:
    """Forget a reader whose clock has run out, here and in every department; only the number is left."""
    email = reader.email
    gone = Reader.objects.filter(pk=reader.pk, erased=None, leaving__lte=clock.now() - AFTER)
    if not gone.update(erased=clock.now(), email="", name="", looked=None):
        return False
    erasures.forget_everywhere(reader)
    sessions.end(reader)
    for held in (reader.bookmarks, reader.follows, reader.passkeys, reader.identities, reader.entitlements):
        held.all().delete()
    OneTimeKey.objects.filter(paper=reader.paper, email=email).delete()
    OneTimeKey.objects.filter(reader=reader).delete()
    transaction.on_commit(lambda: reader_erased.send(Reader, reader=reader))
    return True
