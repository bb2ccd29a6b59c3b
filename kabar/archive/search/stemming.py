"""Words of a text and their stems, in the language the text is written in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

import Stemmer

from kabar.archive.search import roots, stopwords

#: Letters and digits; an apostrophe inside a word belongs to it (Jum'at, Qur'an).
WORD = re.compile(r"[^\W_]{1,60}(?:['’ʼ`][^\W_]+)*")
APOSTROPHES = dict.fromkeys(map(ord, "'’ʼ`"))
LONGEST_WORD = 60
#: What newspapers print between words; without it most texts are plain ASCII, which is read much faster.
TYPOGRAPHY = (
    ("’", "'"),
    ("‘", " "),
    ("“", " "),
    ("”", " "),
    ("–", " "),
    ("—", " "),
    ("…", " "),
    ("\xa0", " "),
)

_BETWEEN = {code: " " for code in range(128) if not chr(code).isalnum()}

PARTICLES = ("nya", "lah", "kah", "pun", "ku", "mu")
ROMAN = re.compile(r"[ivx]+")
PREFIX = r"^(?:mem|di|ter|se|ke)?(?:ke)?[mp]e"
MADE_STRONGER = re.compile(r"^(?:mem|di)per")

#: What a prefix may have swallowed: the beginning, what the rules leave, what stood there, and the roots.
REPAIRS = (
    (re.compile(PREFIX + "ng[aiueo]"), "", "k", roots.SWALLOWED_K),
    (re.compile(PREFIX + "n[aiueo]"), "", "t", roots.SWALLOWED_T),
    (re.compile(PREFIX + "n[aiueo]"), "", "n", roots.KEPT_N),
    (re.compile(PREFIX + "m[aiueo]"), "p", "m", roots.KEPT_M),
    (re.compile(PREFIX + "ny[aiueo]"), "s", "ny", roots.KEPT_NY),
)

_snowball_indonesian = Stemmer.Stemmer("indonesian")
_snowball_english = Stemmer.Stemmer("english")


def words(text: str) -> list[str]:
    """Return the plain words of a text in order."""
    if not text.isascii():
        for typographic, typed in TYPOGRAPHY:
            text = text.replace(typographic, typed)
    if not text.isascii() or "'" in text or "`" in text:
        return [plain_form(word) for word in WORD.findall(text)]
    # The same words, without a look at each letter.
    found = text.lower().translate(_BETWEEN).split()
    return WORD.findall(" ".join(found)) if len(max(found, key=len, default="")) > LONGEST_WORD else found


@lru_cache(maxsize=1 << 16)
def plain_form(word: str) -> str:
    """Return a word without capitals, accents and apostrophes, so that Jum'at is jumat and José jose."""
    if not word.isascii():
        spread = unicodedata.normalize("NFKD", word)
        word = "".join(letter for letter in spread if not unicodedata.combining(letter))
    return word.casefold().translate(APOSTROPHES)[:LONGEST_WORD]


def stemmer(language: str) -> Callable[[str], str]:
    """Return the function that stems words of a language and gives nothing for its stop words."""
    return _stem_english if language.startswith("en") else _stem_indonesian


@lru_cache(maxsize=1 << 17)
def _stem_english(word: str) -> str:
    if word in stopwords.ENGLISH:
        return ""
    return _snowball_english.stemWord(word)


@lru_cache(maxsize=1 << 17)
def _stem_indonesian(word: str) -> str:
    """Snowball's rules, corrected by the roots we know; the exact form is indexed beside it anyway."""
    if word in stopwords.INDONESIAN:
        return ""
    if word in roots.IRREGULAR:
        return roots.IRREGULAR[word]
    if not word.isalpha() or ROMAN.fullmatch(word):
        return word
    bare = _without_particle(word)
    if bare in roots.WHOLE or bare in roots.OTHERWISE_ANOTHER_WORD:
        return bare
    return _led_back(word, _snowball_indonesian.stemWord(word))


def _without_particle(word: str) -> str:
    """Take off what hangs behind a known root: beritanya, kepalaku, sekolahlah."""
    if word in roots.WHOLE or word in roots.OTHERWISE_ANOTHER_WORD:
        return word
    for particle in PARTICLES:
        if word.endswith(particle):
            return word[: -len(particle)]
    return word


def _led_back(word: str, stem: str) -> str:
    """Give a stem back the letter its prefix swallowed, or the root the rules cut into."""
    for beginning, left, stood, known in REPAIRS:
        root = stood + stem.removeprefix(left)
        if root in known and stem.startswith(left) and beginning.match(word):
            return root
    if len(stem) > 6 and stem.startswith("per") and MADE_STRONGER.match(word):
        return stem if stem in roots.WHOLE or stem in roots.OTHERWISE_ANOTHER_WORD else stem[3:]
    return _cut().get(stem, stem)


@lru_cache(maxsize=1)
def _cut() -> dict[str, str]:
    """Return what the rules would leave of each whole root, and the root."""
    left = {_snowball_indonesian.stemWord(root): root for root in sorted(roots.WHOLE)}
    return {stem: root for stem, root in left.items() if stem != root}
