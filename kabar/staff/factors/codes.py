"""Codes: six figures from an app, each good once, and recovery codes on paper."""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64encode
from hashlib import blake2b
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac

from kabar import clock
from kabar.staff.factors.models import CodeApp, RecoveryCode
from kabar.staff.models import User

#: How many recovery codes someone gets, and the letters they are written in: none looks like another.
CODES = 10
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
STEP = 30


def new_secret() -> str:
    """Return a secret for an app."""
    import pyotp

    return pyotp.random_base32()


def address_for(secret: str, user: User, paper: str) -> str:
    """Return what the app reads from the picture."""
    import pyotp

    return pyotp.TOTP(secret).provisioning_uri(name=user.get_username(), issuer_name=paper)


def picture_of(address: str) -> str:
    """Return the picture an app's camera reads, as SVG."""
    import segno

    return segno.make(address, error="m").svg_inline(scale=4, border=2, omitsize=True, svgclass="kabar-qr")


def keep_app(user: User, secret: str, code: str) -> bool:
    """Keep an app's secret once its first code shows that it was read; it replaces the one before."""
    step = _step_of(secret, code)
    if step is None:
        return False
    CodeApp.objects.update_or_create(user=user, defaults={"sealed": _seal(secret), "step": step})
    return True


def app_answers(user: User, code: str) -> bool:
    """Tell whether a code is the app's of now; of two who send it, only the first is believed."""
    app = CodeApp.objects.filter(user=user).first()
    step = _step_of(_open(app.sealed), code) if app else None
    if app is None or step is None:
        return False
    return bool(CodeApp.objects.filter(pk=app.pk, step__lt=step).update(step=step))


@transaction.atomic
def new_recovery_codes(user: User) -> list[str]:
    """Replace someone's recovery codes; the new ones are shown this once."""
    codes = [
        "-".join("".join(secrets.choice(LETTERS) for _ in range(5)) for _ in range(2)) for _ in range(CODES)
    ]
    RecoveryCode.objects.filter(user=user).delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(user=user, digest=_digest(user, code)) for code in codes)
    return codes


def recovery_answers(user: User, code: str) -> bool:
    """Tell whether a code is one of someone's recovery codes, and use it up."""
    unused = RecoveryCode.objects.filter(user=user, digest=_digest(user, code), used_at=None)
    return bool(unused.update(used_at=clock.now()))


def _step_of(secret: str, code: str) -> int | None:
    """Return the half minute a code belongs to: this one, the one before or the one after."""
    import pyotp

    now = int(clock.now().timestamp()) // STEP
    given = "".join(code.split())
    app = pyotp.TOTP(secret)
    near = (now, now - 1, now + 1)
    return next(
        (step for step in near if secrets.compare_digest(app.at(step * STEP).encode(), given.encode())), None
    )


def _digest(user: User, code: str) -> str:
    plain = "".join(letter for letter in code.lower() if letter.isalnum())
    return salted_hmac("kabar.staff.recovery", f"{user.pk}:{plain}", algorithm="sha256").hexdigest()


def _seal(secret: str) -> str:
    return _box().encrypt(secret.encode()).decode()


def _open(sealed: str) -> str:
    """Return a secret; one sealed with a lost key reads as another that no app has."""
    from cryptography.fernet import InvalidToken

    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken:
        return new_secret()


def _box() -> Any:
    from cryptography.fernet import Fernet

    key = blake2b(settings.SECRET_KEY.encode(), digest_size=32, person=b"kabar code app").digest()
    return Fernet(urlsafe_b64encode(key))
