"""Every write to someone's second factors: added, removed, taken away by an administrator; each on record."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest

from kabar.staff import sessions
from kabar.staff.factors import codes, door, passkeys
from kabar.staff.models import CodeApp, Passkey, RecoveryCode, User
from kabar.staff.permissions import must
from kabar.staff.rights import ADMINISTER
from kabar.staff.services import record


class LastFactor(Exception):
    """Someone whose role asks for a second factor keeps one."""


@transaction.atomic
def add_passkey(request: HttpRequest, user: User, answer: str, name: str) -> bool:
    """Keep the passkey a browser made."""
    key = passkeys.keep_new(request, user, answer, name)
    if key is None:
        return False
    record("passkey added", user, by=user, name=key.name)
    return True


@transaction.atomic
def add_app(user: User, secret: str, code: str) -> bool:
    """Keep an app whose first code shows that it was set up."""
    if not codes.keep_app(user, secret, code):
        return False
    record("app added", user, by=user)
    return True


@transaction.atomic
def renew_recovery_codes(user: User) -> list[str]:
    """Replace the codes on paper; return the new ones, which nobody can ask for again."""
    made = codes.new_recovery_codes(user)
    record("recovery codes", user, by=user)
    return made


@transaction.atomic
def remove_passkey(user: User, pk: int) -> None:
    """Forget one passkey of someone's; raise LastFactor when the door would have nothing to ask for."""
    Passkey.objects.filter(user=user, pk=pk).delete()
    _keep_one(user)
    record("passkey removed", user, by=user)


@transaction.atomic
def remove_app(user: User) -> None:
    """Forget someone's app; raise LastFactor when the door would have nothing to ask for."""
    CodeApp.objects.filter(user=user).delete()
    _keep_one(user)
    record("app removed", user, by=user)


def _keep_one(user: User) -> None:
    if door.must_give(user) and not door.has(user):
        raise LastFactor


@transaction.atomic
def reset(user: User, *, by: User | None) -> None:
    """Take away the second factors of someone who lost theirs, and end their sessions."""
    if by is not None:
        must(by, ADMINISTER)
    for kind in (Passkey, CodeApp, RecoveryCode):
        kind.objects.filter(user=user).delete()
    sessions.end(user)
    record("factors reset", user, by=by)


@transaction.atomic
def end_sessions(user: User, *, by: User, key: str = "", but: str | None = None) -> int:
    """End one session of someone's, or all but one; others' are ended by administrators."""
    if by.pk != user.pk:
        must(by, ADMINISTER)
    ended = sessions.end(user, key, but=but)
    record("sessions ended", user, by=by, count=ended)
    return ended
