"""Who a request comes from, by the reader's cookie; a member of staff's session says nothing of it."""

from __future__ import annotations

from hashlib import sha256

from django.http import HttpRequest

from kabar import clock
from kabar.readers.models import Reader, ReaderSession

COOKIE = "kabar_reader"
_LOOKED_UP = "_kabar_reader_session"


def digest(secret: str) -> str:
    """Return what is kept of a secret."""
    return sha256(secret.encode()).hexdigest()


def session_of(request: HttpRequest) -> ReaderSession | None:
    """Return the session a request's cookie opens, looked up once."""
    if not hasattr(request, _LOOKED_UP):
        setattr(request, _LOOKED_UP, _find(request))
    return getattr(request, _LOOKED_UP)


def reader_of(request: HttpRequest) -> Reader | None:
    """Return the reader who is signed in at the paper of a request."""
    session = session_of(request)
    return session.reader if session else None


def forget(request: HttpRequest) -> None:
    """Have the next question look again, after somebody came in or went out."""
    if hasattr(request, _LOOKED_UP):
        delattr(request, _LOOKED_UP)


def _find(request: HttpRequest) -> ReaderSession | None:
    secret = request.COOKIES.get(COOKIE, "")
    if not secret:
        return None
    found = ReaderSession.objects.select_related("reader").filter(
        digest=digest(secret),
        ends__gt=clock.now(),
        reader__paper=request.paper.key,  # type: ignore[attr-defined]
    )
    return found.first()
