"""The reader's pass: a signed, short-lived cookie that names a variant and nothing else."""

import hmac
from hashlib import blake2b

from kabar.newsstand.asking import cookie_in
from kabar.plates import Variant

COOKIE = "kabar_pass"
_REMEMBERED = 50_000


class PassOffice:
    """Issues passes and reads them; a pass once verified is remembered until it expires."""

    def __init__(self, secret: str) -> None:
        self._key = blake2b(secret.encode(), digest_size=32, person=b"kabar pass").digest()
        self._known: dict[bytes, tuple[Variant, int]] = {}

    def issue(self, variant: Variant, expiry: int) -> str:
        """The value of the cookie; the expiry is a second since 1970."""
        return f"{variant}.{expiry}.{self._sign(variant, expiry)}"

    def variant_of(self, cookies: bytes, second: float) -> Variant:
        """The variant that a Cookie header entitles to; the ordinary one for anything unsigned or expired."""
        token = cookie_in(cookies, COOKIE.encode())
        if token is None:
            return Variant.ADS
        known = self._known.get(token)
        if known is None:
            known = self._read(token)
            if known is None:
                return Variant.ADS
            self._remember(token, known)
        variant, expiry = known
        return variant if second < expiry else Variant.ADS

    def _remember(self, token: bytes, known: tuple[Variant, int]) -> None:
        if len(self._known) >= _REMEMBERED:
            self._known.clear()
        self._known[token] = known

    def _read(self, token: bytes) -> tuple[Variant, int] | None:
        try:
            name, expiry_text, signature = token.decode("ascii").split(".")
            variant, expiry = Variant(name), int(expiry_text)
        except ValueError:
            return None
        return (variant, expiry) if hmac.compare_digest(signature, self._sign(variant, expiry)) else None

    def _sign(self, variant: Variant, expiry: int) -> str:
        return blake2b(f"{variant}.{expiry}".encode(), key=self._key, digest_size=16).hexdigest()
