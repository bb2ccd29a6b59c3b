"""What the readers department does by itself, again and again."""

from __future__ import annotations

from datetime import timedelta

from django_tasks import task

from kabar import clock
from kabar.jobs.periodic import periodic
from kabar.readers import leaving
from kabar.readers.door import knocks
from kabar.readers.models import Knock, OneTimeKey, ReaderSession, RevokedPass


@periodic(every=timedelta(hours=1))
@task()
def forget_what_ended() -> int:
    """Throw away sessions, keys, serials and knocks whose time is over; return how many there were."""
    now = clock.now()
    sessions, _rows = ReaderSession.objects.filter(ends__lte=now).delete()
    keys, _rows = OneTimeKey.objects.filter(ends__lte=now).delete()
    passes, _rows = RevokedPass.objects.filter(until__lte=now).delete()
    asked, _rows = Knock.objects.filter(at__lte=now - knocks.WITHIN).delete()
    return sessions + keys + passes + asked


@periodic(every=timedelta(minutes=10))
@task()
def erase_who_left() -> int:
    """Erase the readers whose clock has run out; return how many there were."""
    return sum(leaving.erase(reader) for reader in leaving.due())
