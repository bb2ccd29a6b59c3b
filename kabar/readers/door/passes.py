"""Passes of readers: issued for a quarter of an hour at most, and revoked within seconds."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse

from kabar import clock
from kabar.masthead.asking import ReaderRequest
from kabar.passes import COOKIE, GRACE, PassOffice
from kabar.passes.revoked import write
from kabar.plates import Variant
from kabar.readers import queries
from kabar.readers.models import Reader, ReaderSession, RevokedPass
from kabar.readers.signing import session_of

__all__ = ["COOKIE", "hand_over", "new_serial", "revoke", "revoke_of", "write_list"]

#: Longer than most pages are read; a pass is renewed where it runs out.
LASTS = timedelta(minutes=15)
#: A cookie stays longer than its pass is good, so that one who slept is known again.
KEPT = timedelta(days=60)
#: A serial is remembered until the last pass with it could be shown.
REMEMBERED = LASTS + timedelta(seconds=GRACE)


def new_serial() -> str:
    """Return a number for passes that says nothing of whose they are."""
    return secrets.token_urlsafe(9)


def hand_over(request: ReaderRequest, response: HttpResponse) -> None:
    """Give a reader the pass they are entitled to, or take back the one they are not."""
    session = session_of(request)
    due = due_to(session.reader) if session else None
    if session is None or due is None:
        if COOKIE in request.COOKIES:
            response.delete_cookie(COOKIE, samesite="Lax")
        return
    office = PassOffice(settings.PAPER.secret_key)
    response.set_cookie(
        COOKIE,
        office.issue(due.variant, int(due.until.timestamp()), session.serial, due.opens),
        max_age=KEPT,
        httponly=True,
        samesite="Lax",
        secure=request.paper.address.startswith("https://"),
    )


@dataclass(frozen=True, slots=True)
class Due:
    """What a pass issued now says: a printing, the paper whose stories it opens, and until when."""

    variant: Variant
    opens: str
    until: datetime


def due_to(reader: Reader) -> Due | None:
    """Return what a pass issued now says; None for who is not entitled to any."""
    most = clock.now() + LASTS
    ends: dict[str, datetime] = {}
    named = queries.running(reader).filter(name__in=(queries.AD_FREE, queries.MEMBERS_ONLY))
    for name, end in named.values_list("name", "ends"):
        until = min(most, end or most)
        ends[name] = max(until, ends.get(name, until))
    if not ends:
        return None
    return Due(
        Variant.MEMBER if queries.AD_FREE in ends else Variant.ADS,
        reader.paper if queries.MEMBERS_ONLY in ends else "",
        min(ends.values()),
    )


def revoke(serials: Iterable[str]) -> None:
    """Have every newsstand refuse passes; call it inside the transaction of what it is for."""
    until = clock.now() + REMEMBERED
    rows = [RevokedPass(serial=serial, until=until) for serial in serials]
    RevokedPass.objects.bulk_create(rows, ignore_conflicts=True)
    if rows:
        transaction.on_commit(write_list)


def revoke_of(reader: Reader) -> None:
    """Revoke every pass a reader holds; their sessions go on and give new ones, if there are any to give."""
    sessions = list(ReaderSession.objects.filter(reader=reader))
    revoke(session.serial for session in sessions)
    for session in sessions:
        ReaderSession.objects.filter(pk=session.pk).update(serial=new_serial())


def write_list() -> bool:
    """Write the list that the newsstands of this machine look at; tell whether it had changed.

    It is written at once by whoever revokes, and again and again by the jobs process of each machine, which
    makes up for one that was killed between its commit and its list.
    """
    serials = RevokedPass.objects.filter(until__gt=clock.now()).values_list("serial", flat=True)
    return write(settings.PAPER.var, serials)
