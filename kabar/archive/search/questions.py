"""What a reader asks the archive: words, quoted phrases, and words that must not be there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from kabar.archive.search.stemming import stemmer, words

LONGEST_QUESTION = 200
MOST_TERMS = 12

#: Stories are written in these; a word is looked for by its stem in each.
LANGUAGES = ("id", "en")
PART = re.compile(r'(?P<minus>(?<![^\s"])-)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')
QUOTES = dict.fromkeys(map(ord, "“”„«»"), '"')


class Term(NamedTuple):
    """One word asked for: as written, and its stem in each language; a stop word has no stems."""

    plain: str
    stems: tuple[str, ...]


Phrase = tuple[Term, ...]


@dataclass(frozen=True)
class Question:
    """A reader's question, understood."""

    wanted: tuple[Term, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    unwanted: tuple[Phrase, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.wanted or self.phrases)

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """Every word that should be there, each once."""
        return tuple(dict.fromkeys([*self.wanted, *(term for phrase in self.phrases for term in phrase)]))

    @cached_property
    def stems(self) -> frozenset[str]:
        """Every stem that is marked where it is found."""
        return frozenset(stem for term in self.terms for stem in term.stems)

    @cached_property
    def plain_words(self) -> frozenset[str]:
        """Every word as the reader wrote it."""
        return frozenset(term.plain for term in self.terms)


def understand(asked: str) -> Question:
    """Return the question in what a reader typed; whatever it is, it is never an error."""
    wanted: list[Term] = []
    phrases: list[Phrase] = []
    unwanted: list[Phrase] = []
    for part in PART.finditer(asked[:LONGEST_QUESTION].translate(QUOTES)):
        terms = _terms(part["phrase"] if part["word"] is None else part["word"])
        if part["minus"]:
            unwanted += [terms] if terms else []
        elif len(terms) > 1 and part["word"] is None:
            phrases.append(terms)
        else:
            wanted += terms
    return Question(_telling(wanted), tuple(phrases[:MOST_TERMS]), tuple(unwanted[:MOST_TERMS]))


def _terms(text: str) -> Phrase:
    return tuple(_term(word) for word in words(text))[:MOST_TERMS]


def _term(word: str) -> Term:
    stems = [stemmer(language)(word) for language in LANGUAGES]
    return Term(word, tuple(dict.fromkeys(stems)) if all(stems) else ())


def _telling(terms: list[Term]) -> tuple[Term, ...]:
    """Leave out the stop words, unless there is nothing else to look for."""
    each = list(dict.fromkeys(terms))
    return tuple(([term for term in each if term.stems] or each)[:MOST_TERMS])
