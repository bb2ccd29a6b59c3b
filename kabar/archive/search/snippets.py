"""The piece of a story that shows why it was found, with what matched marked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from kabar.archive.search.questions import Question
from kabar.archive.search.stemming import Token, tokens
from kabar.archive.search.texts import passages
from kabar.stories.models import Story

#: How many words a snippet holds, and how many of them stand before the first that matched.
LENGTH, LEAD_IN = 32, 6
#: No reader needs the best piece of a book.
MOST_CHARACTERS = 20_000


def highlighted(text: str, question: Question, language: str) -> SafeString:
    """Return a text as safe HTML, every word that matched in `<mark>`."""
    return _marked(text, [token for token in tokens(text, language) if matches(token, question)])


def snippet(story: Story, question: Question) -> SafeString:
    """Return the piece of a story's text that holds the most of what was asked, as safe HTML."""
    text = _text(story)
    found = list(tokens(text, story.language))
    hits = [number for number, token in enumerate(found) if matches(token, question)]
    begins = _best_beginning(found, hits)
    shown = found[begins : begins + LENGTH]
    if not shown:
        return SafeString("")
    piece = _cut(text, found, begins, shown)
    offset = 0 if begins == 0 else shown[0].begins
    marked = _marked(piece, [_moved(token, offset) for token in shown if matches(token, question)])
    before = "… " if begins else ""
    after = " …" if begins + LENGTH < len(found) else ""
    return mark_safe(f"{before}{marked}{after}")


def matches(token: Token, question: Question) -> bool:
    """Whether a word is one that was asked for, as written or by its stem."""
    return token.plain in question.plain_words if not token.stem else token.stem in question.stems


def _text(story: Story) -> str:
    whole: list[str] = [story.standfirst] if story.standfirst else []
    room = MOST_CHARACTERS
    for passage in passages(story):
        whole.append(passage)
        room -= len(passage)
        if room < 0:
            break
    return "  ".join(whole)


def _best_beginning(found: Sequence[Token], hits: Sequence[int]) -> int:
    """Return the word at which the piece with the most different matches begins."""
    if not hits:
        return 0
    starts = [0, *(max(0, hit - LEAD_IN) for hit in hits)]
    return max(starts, key=lambda start: (len(_kinds(found, hits, start)), -start))


def _kinds(found: Sequence[Token], hits: Iterable[int], start: int | None) -> Counter[str]:
    """Return the different words matched in a piece, or in the whole text."""
    within = hits if start is None else [hit for hit in hits if start <= hit < start + LENGTH]
    return Counter(found[hit].stem or found[hit].plain for hit in within)


def _cut(text: str, found: Sequence[Token], begins: int, shown: Sequence[Token]) -> str:
    first = 0 if begins == 0 else shown[0].begins
    following = begins + len(shown)
    last = len(text) if following >= len(found) else shown[-1].ends
    return text[first:last]


def _moved(token: Token, offset: int) -> Token:
    return Token(token.begins - offset, token.ends - offset, token.plain, token.stem)


def _marked(text: str, hits: Sequence[Token]) -> SafeString:
    pieces, at = [], 0
    for hit in hits:
        pieces += [escape(text[at : hit.begins]), "<mark>", escape(text[hit.begins : hit.ends]), "</mark>"]
        at = hit.ends
    return mark_safe("".join([*pieces, escape(text[at:])]))
