"""Passkeys of the staff: made on someone's device, and asked for at the door."""

from __future__ import annotations

from django.http import HttpRequest

from kabar import passkeys
from kabar.passkeys import Whose, host_of, origin_of
from kabar.staff.factors.models import Passkey
from kabar.staff.models import User

__all__ = ["answers", "ask_for", "ask_for_new", "host_of", "keep_new", "origin_of"]

CHALLENGE = "passkey_challenge"


def ask_for_new(request: HttpRequest, user: User) -> str:
    """Return, as JSON, what the browser needs to make a passkey; the session keeps the challenge."""
    held = tuple(bytes(key.credential) for key in user.passkeys.all())
    whose = Whose(f"kabar-{user.pk}".encode(), user.get_username(), str(user), held)
    return _remember(request, passkeys.options_to_make(request, whose))


def keep_new(request: HttpRequest, user: User, answer: str, name: str) -> Passkey | None:
    """Keep the passkey a browser made; None when it does not answer what was asked."""
    made = passkeys.made(request, _challenge(request), answer)
    if made is None or Passkey.objects.filter(credential=made["credential"]).exists():
        return None
    return Passkey.objects.create(user=user, name=name[:60], **made)


def ask_for(request: HttpRequest, user: User) -> str:
    """Return, as JSON, what the browser needs to use one of someone's passkeys."""
    held = user.passkeys.filter(host=passkeys.host_of(request))
    return _remember(request, passkeys.options_to_use(request, [bytes(key.credential) for key in held]))


def answers(request: HttpRequest, user: User, answer: str) -> bool:
    """Tell whether a browser used one of someone's passkeys on what was asked of it."""
    keys = Passkey.objects.filter(user=user)
    return passkeys.used(request, _challenge(request), answer, keys) is not None


def _remember(request: HttpRequest, options: str) -> str:
    request.session[CHALLENGE] = passkeys.challenge_in(options)
    return options


def _challenge(request: HttpRequest) -> str:
    """Take the challenge out of the session: an answer counts once."""
    return request.session.pop(CHALLENGE, "")
