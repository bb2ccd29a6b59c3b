"""The lock on the readers' door: who knocks too often waits, whether or not an account stands behind it."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from kabar import clock
from kabar.readers.models import Knock
from kabar.staff.signin import address_of

WITHIN = timedelta(hours=1)
#: How many mails may be asked for, and codes tried, within an hour. Many telephones share one address of
#: their network; the last figure keeps a flood from making the paper a sender nobody accepts.
OF_ONE_ADDRESS = 60
OF_ONE_MAILBOX = 6
OF_EVERYBODY = 2_000
MAIL, CODE = "mail", "code"


def must_wait(request: HttpRequest, kind: str, mailbox: str) -> bool:
    """Tell whether there were too many knocks of late from this address, for this mailbox, or in all."""
    recent = Knock.objects.filter(at__gte=clock.now() - WITHIN, kind=kind)
    most = OF_ONE_MAILBOX * (1 if kind == MAIL else 5)
    return (
        recent.filter(mailbox=_mark(mailbox)).count() >= most
        or recent.filter(address=_mark(address_of(request))).count() >= OF_ONE_ADDRESS
        or recent.count() >= OF_EVERYBODY
    )


def note(request: HttpRequest, kind: str, mailbox: str) -> None:
    """Remember a knock, and forget the old ones."""
    now = clock.now()
    Knock.objects.filter(at__lt=now - WITHIN).delete()
    Knock.objects.create(kind=kind, address=_mark(address_of(request)), mailbox=_mark(mailbox), at=now)


def _mark(said: str) -> str:
    """Return what tells two apart without saying who they are."""
    return salted_hmac("kabar.readers.knocks", said, algorithm="sha256").hexdigest()
