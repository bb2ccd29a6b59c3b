"""The piece of a story that shows why it was found, with what matched marked."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from kabar.archive.search.questions import Question
from kabar.archive.search.stemming import WORD, stemmer, words
from kabar.archive.search.texts import passages
from kabar.stories.models import Story

#: How many words a snippet holds, and how many of them stand before the first that matched.
LENGTH, LEAD_IN = 32, 6
#: No reader needs the best piece of a book.
MOST_CHARACTERS = 20_000


class Marker:
    """Knows which words of a language were asked for, by their stem or as written."""

    def __init__(self, question: Question, language: str) -> None:
        self._stems, self._plain = question.stems, question.plain_words
        self._stem = stemmer(language)

    def kinds(self, plain: Sequence[str]) -> list[str]:
        """Return what each plain word is of the question; nothing if it was not asked for."""
        stems, as_written = self._stems, self._plain
        return [
            (stem if stem in stems else "") if stem else (word if word in as_written else "")
            for word, stem in zip(plain, map(self._stem, plain), strict=True)
        ]


def highlighted(text: str, marker: Marker) -> SafeString:
    """Return a text as safe HTML, every word that matched in `<mark>`."""
    pieces, at = [], 0
    for word, kind in zip(WORD.finditer(text), marker.kinds(words(text)), strict=True):
        if kind:
            pieces += [escape(text[at : word.start()]), "<mark>", escape(word[0]), "</mark>"]
            at = word.end()
    return mark_safe("".join([*pieces, escape(text[at:])]))


def snippet(story: Story, marker: Marker) -> SafeString:
    """Return the piece of a story's text that holds the most of what was asked, as safe HTML."""
    text = _text(story)
    kinds = marker.kinds(words(text))
    if not kinds:
        return SafeString("")
    begins = _best_beginning(kinds)
    piece = highlighted(_cut(text, begins), marker)
    before = "… " if begins else ""
    after = " …" if begins + LENGTH < len(kinds) else ""
    return mark_safe(f"{before}{piece}{after}")


def _text(story: Story) -> str:
    whole: list[str] = [story.standfirst] if story.standfirst else []
    room = MOST_CHARACTERS
    for passage in passages(story):
        whole.append(passage)
        room -= len(passage)
        if room < 0:
            break
    return "  ".join(whole)


def _best_beginning(kinds: Sequence[str]) -> int:
    """Return the word at which the piece with the most different matches begins."""
    hits = [number for number, kind in enumerate(kinds) if kind]
    starts = [0, *(max(0, hit - LEAD_IN) for hit in hits)]
    return max(starts, key=lambda start: (len({*kinds[start : start + LENGTH]} - {""}), -start))


def _cut(text: str, begins: int) -> str:
    """Return a piece from a word on; the first begins and the last ends with the text."""
    shown = list(islice(WORD.finditer(text), begins, begins + LENGTH + 1))
    first = shown[0].start() if begins else 0
    last = shown[LENGTH - 1].end() if len(shown) > LENGTH else len(text)
    return text[first:last]
