"""Finds in a story's prose the words that the glossary explains, each where it is used first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from html import escape

from kabar.glossary.models import Term

#: Inside these nothing is explained: a link leads elsewhere, and what is explained already stays so.
LEFT_ALONE = frozenset({"a", "abbr", "button"})
_TAG = re.compile(r"(<[^>]*>)")
_NAME = re.compile(r"</?([a-z0-9]+)", re.I)


class Explainer:
    """Marks the terms of one story, block after block, and remembers which it met."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self._terms = {escape(spelling): term for term in terms for spelling in term.spellings}
        self._words = _words(tuple(self._terms)) if self._terms else None
        self.met: list[Term] = []

    def marked(self, html: str) -> str:
        """Return prose in which each term met for the first time leads to its meaning."""
        if self._words is None or not self._words.search(html):
            return html
        depth, parts = 0, _TAG.split(html)
        for number, part in enumerate(parts):
            if number % 2:
                depth += _step(part)
            elif depth == 0:
                parts[number] = self._words.sub(self._mark, part)
        return "".join(parts)

    def _mark(self, found: re.Match[str]) -> str:
        term = self._terms[found[0]]
        if term in self.met:
            return found[0]
        self.met.append(term)
        return f'<a class="explained" role="doc-glossref" href="#{anchor(term)}">{found[0]}</a>'


def anchor(term: Term) -> str:
    """Return the name of the place below a story where a term is explained."""
    return f"term-{term.pk}"


def _step(tag: str) -> int:
    """Return whether a tag leads into what is left alone, or out of it."""
    name = _NAME.match(tag)
    if name is None or name[1].lower() not in LEFT_ALONE:
        return 0
    return -1 if tag.startswith("</") else 1


@lru_cache(maxsize=16)
def _words(spellings: Iterable[str]) -> re.Pattern[str]:
    """Return what finds any of the spellings as a whole word, the longest first."""
    either = "|".join(re.escape(one) for one in sorted(spellings, key=len, reverse=True))
    return re.compile(rf"(?<![\w&#-])(?:{either})(?![\w-])")
