"""One-time keys: asked for by a form, written into a mail, and good once."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.crypto import constant_time_compare, salted_hmac

from kabar import clock
from kabar.readers.models import OneTimeKey, Reader
from kabar.readers.signing import digest

LASTS = timedelta(minutes=15)
#: Guesses at one code, of a million; with the knocks a mailbox allows it is some thirty in an hour.
TRIES = 5


def ask(
    kind: OneTimeKey.Kind,
    *,
    paper: str,
    email: str,
    browser: str = "",
    leads_to: str = "",
    reader: Reader | None = None,
) -> OneTimeKey:
    """Have a mail with a key written, once this is committed; what the key is, only the mail will say."""
    from kabar.readers.door.letters import send_key

    now = clock.now()
    key = OneTimeKey.objects.create(
        kind=kind,
        paper=paper,
        reader=reader,
        email=email,
        browser=digest(browser) if browser else "",
        leads_to=leads_to,
        made=now,
        ends=now + LASTS,
    )
    send_key.enqueue(key.pk)
    return key


def cut(key: OneTimeKey) -> tuple[str, str]:
    """Return the secret of a key's link and its code, made now and kept as digests only."""
    secret, code = secrets.token_urlsafe(24), f"{secrets.randbelow(1_000_000):06d}"
    OneTimeKey.objects.filter(pk=key.pk).update(
        digest=digest(secret), code=_sealed(key, code), ends=clock.now() + LASTS
    )
    return secret, code


def by_link(paper: str, secret: str) -> OneTimeKey | None:
    """Return the key a link is for, while it holds."""
    return _holding(paper).filter(digest=digest(secret)).select_related("reader").first()


def asked_in(paper: str, browser: str) -> OneTimeKey | None:
    """Return the newest sign-in a browser asked for that still holds."""
    if not browser:
        return None
    asked = _holding(paper).filter(browser=digest(browser), kind=OneTimeKey.Kind.SIGN_IN)
    return asked.order_by("-made", "-id").first()


def answers(key: OneTimeKey, code: str) -> bool:
    """Tell whether a code is a key's; every guess is counted before it is looked at."""
    if not OneTimeKey.objects.filter(pk=key.pk, tries__lt=TRIES).update(tries=F("tries") + 1):
        return False
    figures = "".join(sign for sign in code if sign.isdecimal())
    return bool(key.code) and constant_time_compare(key.code, _sealed(key, figures))


@transaction.atomic
def use(key: OneTimeKey) -> bool:
    """Use a key up, and with it all others that wait for the same mailbox; False for whoever comes second."""
    now = clock.now()
    if not OneTimeKey.objects.filter(pk=key.pk, used=None, ends__gt=now).update(used=now):
        return False
    if key.kind == OneTimeKey.Kind.SIGN_IN:
        OneTimeKey.objects.filter(paper=key.paper, email=key.email, kind=key.kind, used=None).update(used=now)
    return True


def _holding(paper: str) -> QuerySet[OneTimeKey]:
    return OneTimeKey.objects.filter(paper=paper, used=None, ends__gt=clock.now())


def _sealed(key: OneTimeKey, code: str) -> str:
    """Six figures would soon be found from a bare digest."""
    return salted_hmac("kabar.readers.code", f"{key.pk}:{code}", algorithm="sha256").hexdigest()
