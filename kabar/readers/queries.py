"""Every named read of readers."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from kabar import clock
from kabar.readers.models import Entitlement, Reader, ReaderSession

#: What lets a reader read without advertising; it alone chooses the member's printing of a page.
AD_FREE = "ad_free"
#: What lets a reader read every story to its end.
MEMBERS_ONLY = "members_only"


def running(reader: Reader) -> QuerySet[Entitlement]:
    """Return a reader's entitlements that run now."""
    now = clock.now()
    whole = Entitlement.objects.filter(reader=reader, revoked=None, starts__lte=now)
    return whole.filter(Q(ends=None) | Q(ends__gt=now))


def entitled(reader: Reader | None, name: str) -> bool:
    """Tell whether any grant of an entitlement runs now; a stranger is entitled to nothing."""
    return reader is not None and running(reader).filter(name=name).exists()


def entitlements(reader: Reader) -> frozenset[str]:
    """Return the names of all that a reader is entitled to now."""
    return frozenset(running(reader).values_list("name", flat=True))


def by_email(paper: str, email: str) -> Reader | None:
    """Return the reader of a paper with an address."""
    return Reader.objects.filter(paper=paper, email=email, erased=None).first()


def sessions(reader: Reader) -> QuerySet[ReaderSession]:
    """Return the devices a reader is signed in on, the last used first."""
    return ReaderSession.objects.filter(reader=reader, ends__gt=clock.now()).order_by("-seen", "-id")
