"""Names as they are looked up: small letters, no accents, whole words."""

from __future__ import annotations

import re
import unicodedata

WORD = re.compile(r"[^\W_]+")
#: A word of a name that is kept in the index is cut off here.
LONGEST = 40


def folded(text: str) -> list[str]:
    """Return the words of a text without case and accents, in order."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return [word[:LONGEST] for word in WORD.findall(bare)]


def capitalised(text: str) -> set[str]:
    """Return the words of a text that a name may be made of: those with a capital or a digit, folded."""
    return {word for said in WORD.findall(text) if not said[0].islower() for word in folded(said)}
