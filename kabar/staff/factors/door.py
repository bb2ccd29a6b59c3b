"""Between the password and the second factor: who waits there is signed in nowhere."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from kabar import clock
from kabar.staff.factors.models import CodeApp, Passkey
from kabar.staff.models import Role, User
from kabar.staff.permissions import posts_of
from kabar.staff.rights import ADMINISTER, PUBLISH, RIGHTS

WAITING, GIVEN = "waits_at_door", "factor_given"
#: How long someone may stand between the two.
PATIENCE = timedelta(minutes=10)
BACKEND = "django.contrib.auth.backends.ModelBackend"
#: Roles of which the door asks for more than a password.
TRUSTED = frozenset(role for role in Role if {PUBLISH, ADMINISTER} & RIGHTS[role].keys())


def must_give(user: Any) -> bool:
    """Tell whether someone's role asks for a second factor."""
    return settings.PAPER.newsroom.second_factor and any(post.role in TRUSTED for post in posts_of(user))


def has(user: User) -> bool:
    """Tell whether someone has a second factor set up."""
    return Passkey.objects.filter(user=user).exists() or CodeApp.objects.filter(user=user).exists()


def asks(user: Any) -> bool:
    """Tell whether the door asks someone for more than a password: by their role, or by their own choice."""
    return must_give(user) or has(user)


def hold(request: HttpRequest, user: User, leads_to: str) -> None:
    """Keep someone who gave the right password at the door, under a new session that opens nothing."""
    request.session.flush()
    request.session[WAITING] = {
        "user": user.pk,
        "hash": user.get_session_auth_hash(),
        "since": clock.now().isoformat(),
        "leads_to": leads_to,
    }
    request.session.set_expiry(clock.now() + PATIENCE)


def who_waits(request: HttpRequest) -> User | None:
    """Return who waits at the door: not too long, with an account that is open and the password unchanged."""
    held = request.session.get(WAITING)
    if not held or clock.now() - datetime.fromisoformat(held["since"]) > PATIENCE:
        return None
    user = User.objects.filter(pk=held["user"], is_active=True).first()
    if user is None or not constant_time_compare(held["hash"], user.get_session_auth_hash()):
        return None
    return user


def let_in(request: HttpRequest, user: User) -> str:
    """Sign someone in who gave the second factor; return where they wanted to go."""
    leads_to = request.session.get(WAITING, {}).get("leads_to", "")
    request.session.flush()
    login(request, user, backend=BACKEND)
    note_given(request)
    return leads_to


def note_given(request: HttpRequest) -> None:
    """Remember when this session last gave a second factor."""
    request.session[GIVEN] = clock.now().isoformat()


def given_at(request: HttpRequest) -> datetime | None:
    """Return when this session last gave a second factor."""
    at = request.session.get(GIVEN)
    return datetime.fromisoformat(at) if at else None


def sign_in(request: HttpRequest, user: User) -> None:
    """Sign someone in by password alone."""
    request.session.flush()
    login(request, user, backend=BACKEND)
