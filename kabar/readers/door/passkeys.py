"""Passkeys of readers: kept by a device, and enough to come in without a mail."""

from __future__ import annotations

from datetime import timedelta

from django.core import signing
from django.db import IntegrityError, transaction

from kabar import clock, passkeys
from kabar.masthead.asking import ReaderRequest
from kabar.readers.models import OneTimeKey, Reader, ReaderPasskey
from kabar.readers.signing import digest

SALT = "kabar.readers.passkeys"
#: How long a page may stay open before its question is too old to be answered.
PATIENCE = timedelta(minutes=10)


def to_make(request: ReaderRequest, reader: Reader) -> tuple[str, str]:
    """Return what a browser needs to make a passkey, and the slip that comes back with the answer."""
    held = tuple(bytes(key.credential) for key in reader.passkeys.all())
    whose = passkeys.Whose(f"reader-{reader.pk}".encode(), reader.email, str(reader), held)
    return _with_slip(passkeys.options_to_make(request, whose, resident=True))


def to_use(request: ReaderRequest) -> tuple[str, str]:
    """Return what a browser needs to use a passkey it keeps for this paper, and the slip."""
    return _with_slip(passkeys.options_to_use(request))


def keep(request: ReaderRequest, reader: Reader, answer: str, slip: str, name: str) -> ReaderPasskey | None:
    """Keep the passkey a browser made; None when it does not answer what was asked."""
    made = passkeys.made(request, _challenge(request, slip), answer)
    if made is None or ReaderPasskey.objects.filter(credential=made["credential"]).exists():
        return None
    return ReaderPasskey.objects.create(reader=reader, name=name[:60], **made)


def who_answers(request: ReaderRequest, answer: str, slip: str) -> Reader | None:
    """Return the reader whose passkey a browser used on what was asked of it."""
    keys = ReaderPasskey.objects.filter(reader__paper=request.paper.key, reader__erased=None)
    key = passkeys.used(request, _challenge(request, slip), answer, keys)
    return key.reader if isinstance(key, ReaderPasskey) else None


def _with_slip(options: str) -> tuple[str, str]:
    return options, signing.TimestampSigner(salt=SALT).sign(passkeys.challenge_in(options))


def _challenge(request: ReaderRequest, slip: str) -> str:
    """Return the challenge of a slip; nothing for one that is too old, not ours, or was answered before."""
    try:
        challenge = signing.TimestampSigner(salt=SALT).unsign(slip, max_age=PATIENCE)
        with transaction.atomic():
            OneTimeKey.objects.create(
                kind=OneTimeKey.Kind.CHALLENGE,
                paper=request.paper.key,
                digest=digest(challenge),
                used=clock.now(),
                ends=clock.now() + PATIENCE,
            )
    except (signing.BadSignature, IntegrityError):
        return ""
    return challenge
