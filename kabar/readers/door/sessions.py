"""Sessions of readers: begun with a fresh secret at every sign-in, listed, and ended at once."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.conf import settings

from kabar import clock
from kabar.readers.models import Reader, ReaderSession
from kabar.readers.signing import digest


def begin(reader: Reader, *, device: str, how: str) -> tuple[ReaderSession, str]:
    """Sign a reader in on a device; return the session and the secret for its cookie, told this once."""
    secret = secrets.token_urlsafe(32)
    session = ReaderSession.objects.create(
        reader=reader,
        digest=digest(secret),
        serial=new_serial(),
        device=device[:80],
        how=how,
        ends=clock.now() + lasts(),
    )
    return session, secret


def lasts() -> timedelta:
    """Return how long a session lasts after it was last used."""
    return timedelta(days=settings.PAPER.readers.stay_days)


def new_serial() -> str:
    """Return a number for passes that says nothing of whose they are."""
    return secrets.token_urlsafe(9)
