"""Links by which someone sets a password of their own: good once, for three days, kept as a digest."""

from __future__ import annotations

import secrets
from datetime import timedelta
from hashlib import sha256

from django.db import transaction
from django.db.models import QuerySet

from kabar import clock
from kabar.staff import sessions
from kabar.staff.models import Invitation, User
from kabar.staff.permissions import must
from kabar.staff.rights import ADMINISTER
from kabar.staff.services import record

LASTS = timedelta(hours=72)


class NoLongerHolds(Exception):
    """The link was used, has ended, or never was."""


@transaction.atomic
def invite(user: User, *, by: User | None) -> str:
    """Return the secret of a new link, shown this once; the ones before it no longer hold."""
    if by is not None:
        must(by, ADMINISTER)
    secret = secrets.token_urlsafe(32)
    Invitation.objects.filter(user=user).delete()
    Invitation.objects.create(user=user, digest=_digest(secret), ends_at=clock.now() + LASTS)
    record("invite", user, by=by)
    return secret


def invited(secret: str) -> User:
    """Return whom a link is for; raise NoLongerHolds."""
    found = _holding(secret).select_related("user").first()
    if found is None:
        raise NoLongerHolds
    return found.user


@transaction.atomic
def accept(secret: str, password: str) -> User:
    """Set the password its owner chose and use the link up; raise NoLongerHolds for whoever comes second."""
    user = invited(secret)
    if not _holding(secret).update(used_at=clock.now()):
        raise NoLongerHolds
    user.set_password(password)
    user.save(update_fields=["password"])
    sessions.end(user)
    record("accept invitation", user, by=user)
    return user


def _holding(secret: str) -> QuerySet[Invitation]:
    held = Invitation.objects.filter(digest=_digest(secret), used_at=None, user__is_active=True)
    return held.filter(ends_at__gt=clock.now())


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
