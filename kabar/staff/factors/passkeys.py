"""Passkeys: made on someone's device, and asked for at the door.

The library is imported where it is used: only the door needs it, and every process would carry its weight.
"""

from __future__ import annotations

import json

from django.http import HttpRequest

from kabar import clock
from kabar.staff.factors.models import Passkey
from kabar.staff.models import User

CHALLENGE = "passkey_challenge"


def host_of(request: HttpRequest) -> str:
    """Return the name a passkey is bound to: the host's, without its port."""
    return request.get_host().rsplit(":", 1)[0] if "]" not in request.get_host() else request.get_host()


def origin_of(request: HttpRequest) -> str:
    """Return the origin the browser says it is at."""
    return f"{request.scheme}://{request.get_host()}"


def ask_for_new(request: HttpRequest, user: User) -> str:
    """Return, as JSON, what the browser needs to make a passkey; the session keeps the challenge."""
    from webauthn import generate_registration_options, options_to_json
    from webauthn.helpers.structs import (
        AuthenticatorSelectionCriteria,
        PublicKeyCredentialDescriptor,
        ResidentKeyRequirement,
        UserVerificationRequirement,
    )

    asked = generate_registration_options(
        rp_id=host_of(request),
        rp_name=request.paper.name,  # type: ignore[attr-defined]
        user_name=user.get_username(),
        user_display_name=str(user),
        user_id=f"kabar-{user.pk}".encode(),
        exclude_credentials=[
            PublicKeyCredentialDescriptor(id=bytes(key.credential)) for key in user.passkeys.all()
        ],
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED,
            user_verification=UserVerificationRequirement.PREFERRED,
        ),
    )
    return _remember(request, options_to_json(asked))


def keep_new(request: HttpRequest, user: User, answer: str, name: str) -> Passkey | None:
    """Keep the passkey a browser made; None when it does not answer what was asked."""
    from webauthn import verify_registration_response

    challenge = _challenge(request)
    try:
        made = verify_registration_response(
            credential=json.loads(answer),
            expected_challenge=challenge,
            expected_rp_id=host_of(request),
            expected_origin=origin_of(request),
        )
    except _refusals():
        return None
    if Passkey.objects.filter(credential=made.credential_id).exists():
        return None
    return Passkey.objects.create(
        user=user,
        name=name[:60],
        host=host_of(request),
        credential=made.credential_id,
        public_key=made.credential_public_key,
        uses=made.sign_count,
    )


def ask_for(request: HttpRequest, user: User) -> str:
    """Return, as JSON, what the browser needs to use one of someone's passkeys."""
    from webauthn import generate_authentication_options, options_to_json
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor

    held = user.passkeys.filter(host=host_of(request))
    asked = generate_authentication_options(
        rp_id=host_of(request),
        allow_credentials=[PublicKeyCredentialDescriptor(id=bytes(key.credential)) for key in held],
    )
    return _remember(request, options_to_json(asked))


def answers(request: HttpRequest, user: User, answer: str) -> bool:
    """Tell whether a browser used one of someone's passkeys on what was asked of it."""
    from webauthn import base64url_to_bytes, verify_authentication_response

    challenge = _challenge(request)
    try:
        given = json.loads(answer)
        key = user.passkeys.get(credential=base64url_to_bytes(given["rawId"]))
        proof = verify_authentication_response(
            credential=given,
            expected_challenge=challenge,
            expected_rp_id=host_of(request),
            expected_origin=origin_of(request),
            credential_public_key=bytes(key.public_key),
            credential_current_sign_count=key.uses,
        )
    except _refusals():
        return False
    # Of two that answer with one copy of a key, the second finds the count moved on.
    counted = Passkey.objects.filter(pk=key.pk, uses=key.uses)
    return bool(counted.update(uses=proof.new_sign_count, used_at=clock.now()))


def _remember(request: HttpRequest, options: str) -> str:
    request.session[CHALLENGE] = json.loads(options)["challenge"]
    return options


def _challenge(request: HttpRequest) -> bytes:
    """Take the challenge out of the session: an answer counts once."""
    from webauthn import base64url_to_bytes

    return base64url_to_bytes(request.session.pop(CHALLENGE, ""))


def _refusals() -> tuple[type[Exception], ...]:
    """Return what goes wrong when an answer is not one."""
    from webauthn.helpers.exceptions import WebAuthnException

    return (WebAuthnException, Passkey.DoesNotExist, ValueError, KeyError, TypeError)
