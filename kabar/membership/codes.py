"""Numbers and codes that people read to each other: no letter looks like another."""

from __future__ import annotations

import hmac
import re
import secrets
from hashlib import sha256

from django.conf import settings

#: Without 0 O 1 I L, 2 Z, 5 S, 6 G, 8 B, U V.
ALPHABET = "34679ACDEFHJKMNPQRTWXY"
LENGTH = 12


def number(length: int = 10) -> str:
    """Return a number nobody guesses."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def of_voucher(batch: int, place: int) -> str:
    """Return the code of a voucher, the same each time; it is made from the secret and not kept."""
    made = int.from_bytes(_keyed(f"voucher:{batch}:{place}"), "big")
    letters = []
    for _ in range(LENGTH):
        made, rest = divmod(made, len(ALPHABET))
        letters.append(ALPHABET[rest])
    return "".join(letters)


def printed(code: str) -> str:
    """Return a code in fours."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def read(written: str) -> str:
    """Return what somebody typed as a code, whatever they put between its letters."""
    return re.sub(r"[^0-9A-Z]", "", written.upper())[:64]


def digest(code: str) -> str:
    """Return what is kept of a code or a secret link."""
    return _keyed(f"digest:{code}").hex()


def secret() -> str:
    """Return the secret part of a link."""
    return secrets.token_urlsafe(24)


def _keyed(said: str) -> bytes:
    return hmac.new(settings.SECRET_KEY.encode(), f"kabar.membership:{said}".encode(), sha256).digest()
