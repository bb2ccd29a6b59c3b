"""Sealed identities: how a text is checked for a name that the server does not know.

The browser folds the name, keys each part with the source's own salt and sends only those digests; the server
keys them once more with the installation's secret, so that a stolen database alone cannot be asked for names.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from hashlib import sha256

from django.conf import settings

from kabar.sources.models import SealedIdentity, Source
from kabar.sources.words import folded

#: A name of more parts is checked by its first ones; a text by so many words.
MOST_PARTS = 8
#: The whole name is looked for in stretches of up to so many words.
LONGEST_NAME = 4


class Reveals(Enum):
    """What a text gives away of a sealed name."""

    NOTHING = 0
    A_PART = 1
    THE_NAME = 2


@dataclass(frozen=True, slots=True)
class Revealed:
    """A source of which a text gives something away."""

    source: Source
    reveals: Reveals


def in_browser(salt: str, words: str) -> str:
    """Return the digest a browser makes of folded words; it never sends the words."""
    return hmac.new(bytes.fromhex(salt), words.encode(), sha256).hexdigest()


def in_house(digest: str) -> str:
    """Return a browser's digest as the database keeps it."""
    return hmac.new(_secret(), digest.encode(), sha256).hexdigest()


def revealed(sources: Iterable[int], text: str) -> list[Revealed]:
    """Return which of some sources' sealed names a text gives away, wholly or in part."""
    seals = SealedIdentity.objects.filter(source__in=list(sources)).select_related("source")
    words = folded(text) if seals else []
    checked = [(seal.source, _reveals(seal, words)) for seal in seals]
    return [Revealed(source, reveals) for source, reveals in checked if reveals is not Reveals.NOTHING]


def _reveals(seal: SealedIdentity, words: Sequence[str]) -> Reveals:
    digests = {word: in_house(in_browser(seal.salt, word)) for word in set(words)}
    parts = set(seal.parts)
    said = parts & set(digests.values())
    if said and len(said) >= min(len(parts), 2):
        return Reveals.THE_NAME
    if _stands_whole(seal, words):
        return Reveals.THE_NAME
    return Reveals.A_PART if said else Reveals.NOTHING


def _stands_whole(seal: SealedIdentity, words: Sequence[str]) -> bool:
    """Tell whether the whole name stands in a text, whose parts may be too short to be looked for alone."""
    return any(
        in_house(in_browser(seal.salt, " ".join(words[at : at + length]))) == seal.whole
        for length in range(2, LONGEST_NAME + 1)
        for at in range(len(words) - length + 1)
    )


def _secret() -> bytes:
    return hmac.new(settings.SECRET_KEY.encode(), b"kabar sealed identities", sha256).digest()
