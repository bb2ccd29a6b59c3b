"""A reader's new address: both mailboxes confirm it, in whichever order, before anything is changed."""

from __future__ import annotations

from enum import Enum

from django.db import IntegrityError, transaction

from kabar.readers.door import keys, notices
from kabar.readers.models import OneTimeKey, Reader

KINDS = (OneTimeKey.Kind.OLD_ADDRESS, OneTimeKey.Kind.NEW_ADDRESS)


class Outcome(Enum):
    """What came of a confirmation."""

    ENDED = "ended"
    WAITS = "waits"
    CHANGED = "changed"
    TAKEN = "taken"


@transaction.atomic
def ask(reader: Reader, email: str) -> None:
    """Ask both mailboxes; an earlier wish is forgotten."""
    OneTimeKey.objects.filter(reader=reader, kind__in=KINDS).delete()
    for kind, mailbox in zip(KINDS, (reader.email, email), strict=True):
        keys.ask(kind, paper=reader.paper, email=mailbox, reader=reader, leads_to=email)


def confirm(key: OneTimeKey) -> Outcome:
    """Take one mailbox's word; with the second the address is changed."""
    try:
        with transaction.atomic():
            return _confirm(key)
    except IntegrityError:
        return Outcome.TAKEN


def _confirm(key: OneTimeKey) -> Outcome:
    # Of two mailboxes that confirm at the same instant, the second must see the first.
    reader = Reader.objects.select_for_update().get(pk=key.reader_id or 0)
    if not keys.use(key):
        return Outcome.ENDED
    pair = OneTimeKey.objects.filter(reader=reader, kind__in=KINDS, leads_to=key.leads_to)
    if pair.exclude(used=None).count() < len(KINDS):
        return Outcome.WAITS
    Reader.objects.filter(pk=reader.pk).update(email=key.leads_to)
    notices.tell(reader, notices.ADDRESS, at=pair.get(kind=OneTimeKey.Kind.OLD_ADDRESS))
    return Outcome.CHANGED
