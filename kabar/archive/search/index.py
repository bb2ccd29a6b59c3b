"""The seam between search and the databases: what an index can do, and the one in use."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, NamedTuple, Protocol

from django.db import connection

from kabar.archive.search.entry import Entry, Written
from kabar.archive.search.questions import Question, Term

#: Only so many of the newest stories that match are looked at more closely.
MOST_CANDIDATES = 1_000
#: A word in more stories than this says little of any one of them, and to count its hits takes long.
TOO_COMMON = 20_000
#: So long a batch of an archive is left to the process that brought it, which is at work on it.
AT_WORK = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a question looks: a paper, perhaps one section, perhaps from one place in time to another."""

    paper: str
    section_id: int | None = None
    since: int | None = None
    until: int | None = None


class Candidate(NamedTuple):
    """A story that matches, where it stands in time, and how well it matches."""

    story_id: int
    place: int
    score: float


class Index(Protocol):
    """Words of stories, as one database keeps and searches them."""

    @property
    def lay_out(self) -> Callable[[Entry], Any]:
        """How an entry is written here: work for a processor alone, which another process may do."""

    def write(self, entries: Sequence[Entry], laid_out: Iterable[Any]) -> None:
        """Put entries in, in the place of earlier ones of the same stories."""

    def newest(self, question: Question, scope: Scope, limit: int) -> list[Candidate]:
        """Return the newest stories that hold everything asked for."""

    def likeliest(self, question: Question, scope: Scope, limit: int) -> list[Candidate]:
        """Return the stories that hold the most telling of the words, the best first."""

    def candidates(self, worths: Mapping[Term, float], scope: Scope, limit: int) -> list[Candidate]:
        """Return the stories that hold the words worth most, for whoever weighs stories himself."""

    def written(self, stories: Collection[int], words: int) -> dict[int, Written]:
        """Return what stories say, in stems, as far as so many words."""

    def holders(self, stems: Collection[str]) -> dict[str, int]:
        """Return in how many stories each stem stands, nearly."""

    def put_away(self) -> None:
        """Put words that still wait into their places, after an archive was written."""

    def tidy(self) -> None:
        """Put away what single stories left waiting; an archive does so by itself, in large pieces."""

    def take_stock(self) -> None:
        """Let the database count its words, after many were written."""


def index() -> Index:
    """Return the index of the database in use."""
    if connection.vendor == "postgresql":
        from kabar.archive.search.postgresql.index import PostgresIndex

        return PostgresIndex()
    from kabar.archive.search.sqlite.index import SqliteIndex

    return SqliteIndex()


def forget(story_ids: Iterable[int]) -> int:
    """Take stories out of the index; return how many were in it."""
    from kabar.archive.models import SearchEntry

    return SearchEntry.objects.filter(story_id__in=list(story_ids))._raw_delete(connection.alias)
