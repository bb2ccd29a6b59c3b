"""Passkeys, whosever they are: asked for, and what a device answers judged by the `webauthn` library.

The library is imported where it is used: only a door needs it, and every process would carry its weight.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kabar import clock


class KeptPasskey(models.Model):
    """A key that someone's device or browser keeps; only its public half is here."""

    name = models.CharField(_("name"), max_length=60)
    host = models.CharField(max_length=255)
    credential = models.BinaryField(unique=True, max_length=1023)
    public_key = models.BinaryField()
    uses = models.PositiveBigIntegerField(default=0)
    created_at = models.DateTimeField(default=clock.now)
    used_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Whose:
    """Whom a new passkey is made for, and what their devices hold already."""

    handle: bytes
    account: str
    name: str
    held: tuple[bytes, ...] = ()


def host_of(request: HttpRequest) -> str:
    """Return the name a passkey is bound to: the host's, without its port."""
    return request.get_host().rsplit(":", 1)[0] if "]" not in request.get_host() else request.get_host()


def origin_of(request: HttpRequest) -> str:
    """Return the origin the browser says it is at."""
    return f"{request.scheme}://{request.get_host()}"


def challenge_in(options: str) -> str:
    """Return the challenge that stands in what a browser is given; the answer counts once, for it alone."""
    return json.loads(options)["challenge"]


def options_to_make(request: HttpRequest, whose: Whose, *, resident: bool = False) -> str:
    """Return, as JSON, what a browser needs to make a passkey; a resident one is found without a name."""
    from webauthn import generate_registration_options, options_to_json
    from webauthn.helpers.structs import (
        AuthenticatorSelectionCriteria,
        ResidentKeyRequirement,
        UserVerificationRequirement,
    )

    kept = ResidentKeyRequirement.REQUIRED if resident else ResidentKeyRequirement.PREFERRED
    asked = generate_registration_options(
        rp_id=host_of(request),
        rp_name=request.paper.name,  # type: ignore[attr-defined]
        user_name=whose.account,
        user_display_name=whose.name,
        user_id=whose.handle,
        exclude_credentials=_described(whose.held),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=kept, user_verification=UserVerificationRequirement.PREFERRED
        ),
    )
    return options_to_json(asked)


def options_to_use(request: HttpRequest, held: Iterable[bytes] = ()) -> str:
    """Return, as JSON, what a browser needs to use one of these passkeys, or any it keeps for the host."""
    from webauthn import generate_authentication_options, options_to_json

    asked = generate_authentication_options(rp_id=host_of(request), allow_credentials=_described(held))
    return options_to_json(asked)


def made(request: HttpRequest, challenge: str, answer: str) -> dict[str, Any] | None:
    """Return the fields of the passkey a browser made; None when it does not answer what was asked."""
    from webauthn import base64url_to_bytes, verify_registration_response

    try:
        proof = verify_registration_response(
            credential=json.loads(answer),
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=host_of(request),
            expected_origin=origin_of(request),
        )
    except refusals():
        return None
    return {
        "host": host_of(request),
        "credential": proof.credential_id,
        "public_key": proof.credential_public_key,
        "uses": proof.sign_count,
    }


def used(
    request: HttpRequest, challenge: str, answer: str, keys: models.QuerySet[Any, Any]
) -> KeptPasskey | None:
    """Return which of these keys a browser used on what was asked of it; None when it used none."""
    from webauthn import base64url_to_bytes, verify_authentication_response

    try:
        given = json.loads(answer)
        key = keys.get(credential=base64url_to_bytes(given["rawId"]))
        proof = verify_authentication_response(
            credential=given,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=host_of(request),
            expected_origin=origin_of(request),
            credential_public_key=bytes(key.public_key),
            credential_current_sign_count=key.uses,
        )
    except (*refusals(), keys.model.DoesNotExist):
        return None
    # Of two that answer with one copy of a key, the second finds the count moved on.
    counted = keys.filter(pk=key.pk, uses=key.uses).update(uses=proof.new_sign_count, used_at=clock.now())
    return key if counted else None


def refusals() -> tuple[type[Exception], ...]:
    """Return what goes wrong when an answer is not one."""
    from webauthn.helpers.exceptions import WebAuthnException

    return (WebAuthnException, ValueError, KeyError, TypeError, AttributeError)


def _described(held: Iterable[bytes]) -> list[Any]:
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor

    return [PublicKeyCredentialDescriptor(id=credential) for credential in held]
