"""A question as FTS5 is asked it: expressions and the bounds of rows."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings

from kabar.archive.search.entry import marks
from kabar.archive.search.index import Scope
from kabar.archive.search.questions import Phrase, Question, Term

STEMMED = "{headline standfirst names body}"
BEGINNING, END = -(1 << 62), 1 << 62


def bounds(scope: Scope) -> tuple[int, int]:
    """Return between which rows a span of time lies."""
    since = BEGINNING if scope.since is None else scope.since
    return since, END if scope.until is None else scope.until


def narrowed(asked: str, question: Question, scope: Scope) -> str:
    """Return the whole expression: what is asked, the phrases, the scope, and what must not be there."""
    parts = [f"({asked})"] if asked else []
    parts += map(_phrase, question.phrases)
    wanted_marks = marks(scope.paper, scope.section_id)[0 if len(settings.PAPER.papers) > 1 else 1 :]
    parts += [f'marks : "{mark}"' for mark in wanted_marks]
    expression = " AND ".join(parts)
    for phrase in question.unwanted:
        expression = f"({expression}) NOT ({either(phrase[0]) if len(phrase) == 1 else _phrase(phrase)})"
    return expression


def either(term: Term) -> str:
    """Return a word as stem or as written; the exact form counts on top of the stem."""
    any_stem = [f'{STEMMED} : "{stem}"' for stem in term.stems]
    return "(" + " OR ".join([*any_stem, f'exact : "{term.plain}"']) + ")"


def spelled(term: Term) -> str:
    """Return a word as it stands in a field of text: by its stems, a stop word as written."""
    return "(" + " OR ".join(f'"{word}"' for word in words(term)) + ")"


def words(term: Term) -> Sequence[str]:
    """Return the words of the index under which a word is looked for."""
    return term.stems or (term.plain,)


def _phrase(phrase: Phrase) -> str:
    """Return words in their order, each as written; stop words between them are stepped over."""
    telling = [term for term in phrase if term.stems]
    if not telling:
        return "(" + " AND ".join(f'exact : "{term.plain}"' for term in phrase) + ")"
    return f'(exact : "{" ".join(term.plain for term in telling)}")'
