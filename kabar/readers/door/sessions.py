"""Sessions of readers: begun with a fresh secret at every sign-in, listed, and ended at once."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.middleware.csrf import rotate_token

from kabar import clock
from kabar.masthead.asking import ReaderRequest
from kabar.readers.door import passes
from kabar.readers.door.devices import device_of
from kabar.readers.models import Reader, ReaderSession
from kabar.readers.signals import reader_signed_in
from kabar.readers.signing import COOKIE, digest, forget, session_of

#: Tells a page's script that it is worth asking who this is; it says nothing else.
KNOWN = "kabar_known"
#: When somebody was last here is written down so coarsely.
COARSELY = timedelta(hours=1)


def begin(reader: Reader, *, device: str, how: str) -> tuple[ReaderSession, str]:
    """Sign a reader in on a device; return the session and the secret for its cookie, told this once."""
    secret, hour = secrets.token_urlsafe(32), _hour()
    session = ReaderSession.objects.create(
        reader=reader,
        digest=digest(secret),
        serial=passes.new_serial(),
        device=device[:80],
        how=how,
        begun=clock.now(),
        seen=hour,
        ends=clock.now() + lasts(),
    )
    return session, secret


def come_in(request: ReaderRequest, response: HttpResponse, reader: Reader, *, how: str) -> HttpResponse:
    """Sign a reader in with this answer; whatever session the browser had before is over."""
    with transaction.atomic():
        before = session_of(request)
        if before:
            end(before.reader, before.pk)
        session, secret = begin(reader, device=device_of(request), how=how)
        transaction.on_commit(lambda: reader_signed_in.send(ReaderSession, reader=reader, session=session))
    rotate_token(request)
    _give_cookies(request, response, secret)
    request.COOKIES[COOKIE] = secret
    forget(request)
    return response


def go_out(request: ReaderRequest, response: HttpResponse) -> HttpResponse:
    """End the session of this browser, and take its cookies back."""
    session = session_of(request)
    if session:
        end(session.reader, session.pk)
    for name in (COOKIE, KNOWN, passes.COOKIE):
        response.delete_cookie(name, samesite="Lax")
    request.COOKIES.pop(COOKIE, None)
    forget(request)
    return response


def end(reader: Reader, pk: int = 0, *, but: int = 0) -> int:
    """End one of a reader's sessions, or all but one; what passes they hold open nothing from now on."""
    ending = ReaderSession.objects.filter(reader=reader)
    ending = ending.filter(pk=pk) if pk else ending.exclude(pk=but)
    with transaction.atomic():
        passes.revoke(list(ending.values_list("serial", flat=True)))
        return ending.delete()[0]


def keep_alive(request: ReaderRequest, response: HttpResponse) -> None:
    """Write down, once an hour, that a session was used, and let it last from there."""
    session = session_of(request)
    if session is None or session.seen >= _hour():
        return
    now = clock.now()
    ReaderSession.objects.filter(pk=session.pk).update(seen=_hour(), ends=now + lasts())
    _give_cookies(request, response, request.COOKIES[COOKIE])


def lasts() -> timedelta:
    """Return how long a session lasts after it was last used."""
    return timedelta(days=settings.PAPER.readers.stay_days)


def _hour() -> datetime:
    return clock.now().replace(minute=0, second=0, microsecond=0)


def _give_cookies(request: ReaderRequest, response: HttpResponse, secret: str) -> None:
    said: dict[str, Any] = {
        "max_age": lasts(),
        "samesite": "Lax",
        "secure": request.paper.address.startswith("https://"),
    }
    response.set_cookie(COOKIE, secret, httponly=True, **said)
    response.set_cookie(KNOWN, "1", **said)
