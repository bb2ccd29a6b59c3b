"""The reader's pass: a signed, short-lived cookie that names a variant and what it opens, and nothing else.

Readers are given it where their accounts are; the newsstand, which knows no reader, looks at it.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from hashlib import blake2b

from kabar.plates import Variant

COOKIE = "kabar_pass"
#: Seconds for which a pass that has run out still opens while web, which would renew it, cannot be asked.
GRACE = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Pass:
    """A variant, the second since 1970 at which it ends, and the serial under which it may be revoked.

    `opens` is the key of the paper whose stories it opens to their end; mostly empty.
    """

    variant: Variant
    expiry: int
    serial: str = ""
    opens: str = ""


class PassOffice:
    """Issues passes and reads them."""

    def __init__(self, secret: str) -> None:
        self._key = blake2b(secret.encode(), digest_size=32, person=b"kabar pass").digest()

    def issue(self, variant: Variant, expiry: int, serial: str = "", opens: str = "") -> str:
        """The value of the cookie."""
        said = f"{variant}.{expiry}.{serial}.{opens}"
        return f"{said}.{self._sign(said)}"

    def read(self, token: bytes) -> Pass | None:
        """The pass that a cookie's value is; None for anything that was not issued here."""
        try:
            said, _, signature = token.decode("ascii").rpartition(".")
            name, expiry, serial, opens = said.split(".", 3)
            shown = Pass(Variant(name), int(expiry), serial, opens)
        except ValueError:
            return None
        return shown if hmac.compare_digest(signature, self._sign(said)) else None

    def _sign(self, said: str) -> str:
        return blake2b(said.encode(), key=self._key, digest_size=16).hexdigest()
