"""What a page says back of the advertising it showed: signed, so that only what was handed out is counted."""

from __future__ import annotations

import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from hashlib import blake2b

#: Longer than any place's name; what is longer was not made here.
LONGEST = 80
LONGEST_CLICK = 4000
#: The number of an offer of the paper's own: there is no such creative.
OFFER = 0


@dataclass(frozen=True, slots=True)
class Shown:
    """A creative at a place; its number is OFFER for the offer to read without advertising."""

    creative: int
    place: str


class TagOffice:
    """Signs tags and clicks for a paper's pages, and reads them back. It knows no Django, and no database."""

    def __init__(self, secret: str) -> None:
        self._key = blake2b(secret.encode(), digest_size=32, person=b"kabar ads").digest()

    def tag(self, paper: str, shown: Shown) -> str:
        """What a page sends back to have something counted: `12.front-top.9f…`."""
        said = f"{shown.creative}.{shown.place}"
        return f"{said}.{self._sign(f'{paper}.{said}')}"

    def read(self, paper: str, tag: str) -> Shown | None:
        """What a tag stands for; None for anything that was not made here for this paper."""
        said, _, signature = tag.rpartition(".")
        number, _, place = said.partition(".")
        if len(tag) > LONGEST or not tag.isascii() or not number.isdecimal():
            return None
        return Shown(int(number), place) if self._is_ours(f"{paper}.{said}", signature) else None

    def click(self, paper: str, shown: Shown, target: str) -> str:
        """The last part of an address that counts a click and leads to a target."""
        said = json.dumps([shown.creative, shown.place, target], separators=(",", ":")).encode()
        packed = urlsafe_b64encode(said).decode().rstrip("=")
        return f"{packed}.{self._sign(f'{paper}>{packed}')}"

    def read_click(self, paper: str, click: str) -> tuple[Shown, str] | None:
        """What was clicked, and where it leads; None for an address that was not made here."""
        packed, _, signature = click.partition(".")
        if len(click) > LONGEST_CLICK or not click.isascii():
            return None
        if not self._is_ours(f"{paper}>{packed}", signature):
            return None
        creative, place, target = json.loads(urlsafe_b64decode(packed + "=" * (-len(packed) % 4)))
        return Shown(creative, place), target

    def _is_ours(self, said: str, signature: str) -> bool:
        return hmac.compare_digest(signature.encode(), self._sign(said).encode())

    def _sign(self, said: str) -> str:
        return blake2b(said.encode(), key=self._key, digest_size=10).hexdigest()
