"""Keys of partners: shown once, kept as a digest, compared in a time that tells nothing."""

from __future__ import annotations

import hmac
import re
import secrets
from collections import OrderedDict
from collections.abc import Hashable
from datetime import timedelta
from hashlib import blake2b
from threading import Lock

from django.db.models import Q
from django.http import HttpRequest

from kabar import clock
from kabar.syndication.models import Partner

BEGINS = "kabar_"
FORM = re.compile(rf"{BEGINS}[A-Za-z0-9_-]{{43}}")
#: Stands where nobody's digest stands, so that an unknown name costs what a known one does.
NOBODY = "0" * 64
#: How often it is written down that a partner asked.
NOTED = timedelta(minutes=1)


def new_key() -> str:
    """Return a key nobody can guess."""
    return BEGINS + secrets.token_urlsafe(32)


def digest_of(key: str) -> str:
    """Return what is kept of a key; a key of 256 random bits needs no salt."""
    return blake2b(key.encode(), digest_size=32).hexdigest()


def sent_with(request: HttpRequest) -> str:
    """Return the key a question carries, or nothing."""
    kind, _, key = request.headers.get("Authorization", "").partition(" ")
    key = key.strip()
    return key if kind.lower() == "bearer" and FORM.fullmatch(key) else ""


def named(paper: str, slug: str, key: str) -> Partner | None:
    """Return the partner of a name, if this is its key and it is open."""
    partner = Partner.objects.filter(paper=paper, slug=slug).first()
    right = hmac.compare_digest(partner.digest if partner else NOBODY, digest_of(key))
    return partner if partner and right and partner.is_open else None


def owner(paper: str, key: str) -> Partner | None:
    """Return whose key this is."""
    return Partner.objects.filter(paper=paper, digest=digest_of(key), state=Partner.State.OPEN).first()


def note_asked(partner: Partner) -> None:
    """Write down that a partner asked, not more than once a minute."""
    now = clock.now()
    lately = Q(asked_at=None) | Q(asked_at__lt=now - NOTED)
    Partner.objects.filter(lately, pk=partner.pk).update(asked_at=now)


#: So many who ask are counted at a time; whoever has not asked for longest is forgotten first.
REMEMBERED = 10_000


class Turnstile:
    """Counts the questions of each who asks in the minute at hand; the newsroom is one process."""

    def __init__(self) -> None:
        self.counts: OrderedDict[tuple[Hashable, int], int] = OrderedDict()
        self.lock = Lock()

    def wait(self, who: Hashable, per_minute: int) -> int:
        """Count a question; return how many seconds to wait, and 0 for none."""
        second = int(clock.now().timestamp())
        at = who, second // 60
        with self.lock:
            self.counts[at] = self.counts.get(at, 0) + 1
            while len(self.counts) > REMEMBERED:
                self.counts.popitem(last=False)
            return 60 - second % 60 if self.counts[at] > per_minute else 0


turnstile = Turnstile()
