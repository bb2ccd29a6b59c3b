"""Which sentences of a paragraph say something that nobody is credited with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from kabar.sources.lint.sentences import Sentence, sentences
from kabar.sources.lint.words import FIGURE, NO_FIGURE, NOT_SAYING, SAYING

#: So many quoted words in a row are somebody's words, and no title or term.
A_QUOTE = 5


class Kind(Enum):
    """What is missing its source."""

    SPEECH = "speech"
    FIGURE = "figure"


@dataclass(frozen=True, slots=True)
class Found:
    """A sentence that says something nobody is credited with, and where it stands in its paragraph."""

    kind: Kind
    text: str
    begins: int
    ends: int


def unattributed(text: str, language: str, credited: Sequence[tuple[int, int]] = ()) -> list[Found]:
    """Return the sentences that need a source; `credited` are the stretches that have one."""
    found = []
    for sentence in sentences(text):
        kind = what_it_says(sentence, language)
        if kind and not any(begins < sentence.ends and ends > sentence.begins for begins, ends in credited):
            found.append(Found(kind, sentence.text, sentence.begins, sentence.ends))
    return found


def what_it_says(sentence: Sentence, language: str) -> Kind | None:
    """Return whether a sentence reports speech, states a figure that credits nobody, or does neither."""
    if sentence.words_quoted >= A_QUOTE or _says(sentence.unquoted, language):
        return Kind.SPEECH
    if FIGURE.get(language, FIGURE["en"]).search(sentence.text) and not NO_FIGURE.get(
        language, NO_FIGURE["en"]
    ).search(sentence.text):
        return Kind.FIGURE
    return None


def _says(words: str, language: str) -> bool:
    plain = NOT_SAYING.sub(" ", words)
    return bool(SAYING.get(language, SAYING["en"]).search(plain))
