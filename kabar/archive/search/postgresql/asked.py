"""A question as PostgreSQL is asked it: tsqueries and the bounds of time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from kabar.archive.search.entry import marks
from kabar.archive.search.index import Scope
from kabar.archive.search.questions import Phrase, Question, Term


def limits(scope: Scope) -> dict[str, Any]:
    """Return the parameters of a scope."""
    return {"paper": scope.paper, "since": scope.since, "until": scope.until}


def bounds(scope: Scope) -> str:
    """Return the condition under which an entry lies in a span of time."""
    since = "AND place >= %(since)s" if scope.since is not None else ""
    until = "AND place < %(until)s" if scope.until is not None else ""
    return f"{since} {until}"


def narrowed(parts: Iterable[str], question: Question, scope: Scope) -> str:
    """Return the whole tsquery: what is asked, the phrases, the section, and what must not be there."""
    parts = [*parts, *map(_phrase, question.phrases)]
    parts += [f"'#{mark}'" for mark in marks(scope.paper, scope.section_id)[1:]]
    parts += [f"!{match(each[0]) if len(each) == 1 else _phrase(each)}" for each in question.unwanted]
    return " & ".join(parts)


def match(term: Term, field: str = "") -> str:
    """Return a word by its stems, which stand wherever it does; a stop word stands only as written."""
    at = f":{field}" if field else ""
    return "(" + " | ".join(f"'{word}'{at}" for word in words(term)) + ")"


def rank(term: Term) -> str:
    """Return a word by its stems and as written, so that the exact form counts on top."""
    return " | ".join(f"'{word}'" for word in (*term.stems, f"={term.plain}"))


def _phrase(phrase: Phrase) -> str:
    """Return words in their order, each as written; stop words between them are stepped over."""
    telling = [term for term in phrase if term.stems]
    written = [f"'={term.plain}'" for term in telling or phrase]
    in_order = [" <-> ".join(match(term) for term in telling)] if telling else []
    return "(" + " & ".join([*in_order, *written]) + ")"


def words(term: Term) -> Sequence[str]:
    """Return the words of the index under which a word is looked for."""
    return term.stems or (f"={term.plain}",)
