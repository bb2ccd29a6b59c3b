"""What readers find in the archive."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kabar import clock
from kabar.archive.models import minute_of
from kabar.archive.search.index import MOST_CANDIDATES, Candidate, Scope, index
from kabar.archive.search.questions import Question
from kabar.archive.search.snippets import Marker, highlighted, snippet
from kabar.stories.models import Story
from kabar.stories.queries import fetched_in_lists

#: With fewer stories than this that hold every word, those that hold the most telling ones follow.
ENOUGH = 5
MOST_LIKELY = 50
#: What an old story is worth beside a new one that matches as well, and when half of the difference is gone.
SHARE_OF_THE_OLD, SEASON_MINUTES = 0.6, 90 * 24 * 60


class Order(StrEnum):
    """How findings are laid out."""

    BEST = "best"
    NEWEST = "newest"


@dataclass(frozen=True, slots=True)
class Ranking:
    """Stories that answer a question, before they are fetched; `exact` of them hold every word."""

    candidates: Sequence[Candidate]
    exact: int

    @property
    def more_exist(self) -> bool:
        """Whether there are older stories that were not looked at."""
        return self.exact >= MOST_CANDIDATES

    @property
    def count(self) -> int:
        """How many stories answer."""
        return len(self.candidates)

    @property
    def loosened(self) -> bool:
        """Whether some of them hold only some of the words."""
        return self.exact < self.count


@dataclass(frozen=True, slots=True)
class Finding:
    """A story as the list of findings shows it; both texts are safe HTML with what matched in `<mark>`."""

    story: Story
    headline: str
    snippet: str


def ranked(question: Question, scope: Scope, order: Order = Order.BEST) -> Ranking:
    """Return the stories that answer a question, in the order they are shown."""
    if not question:
        return Ranking((), 0)
    searched = index()
    found = searched.newest(question, scope, MOST_CANDIDATES)
    if order is Order.NEWEST:
        return Ranking(found, len(found))
    exact = sorted(found, key=_blend(), reverse=True)
    also: list[Candidate] = []
    if len(found) < ENOUGH and len(question.wanted) > 1:
        also = _others(found, searched.likeliest(question, scope, MOST_LIKELY))
    return Ranking([*exact, *also], len(exact))


def findings(question: Question, candidates: Iterable[Candidate]) -> list[Finding]:
    """Return the stories of candidates, in their order; one that readers may not see is left out."""
    wanted = [candidate.story_id for candidate in candidates]
    beside = ("section", "lead_picture", "distributor", *fetched_in_lists())
    shown = Story.objects.filter(pk__in=wanted, live=True).select_related(*beside)
    found = {story.pk: story for story in shown}
    return [_finding(found[pk], question) for pk in wanted if pk in found]


def _finding(story: Story, question: Question) -> Finding:
    marker = Marker(question, story.language)
    return Finding(story, highlighted(story.headline, marker), snippet(story, marker))


def _others(found: Sequence[Candidate], likely: Sequence[Candidate]) -> list[Candidate]:
    there = {candidate.story_id for candidate in found}
    return [candidate for candidate in likely if candidate.story_id not in there]


def _blend() -> Callable[[Candidate], float]:
    """Return the key that weighs how well a story matches with how new it is."""
    now = int(clock.now().timestamp()) // 60

    def worth(candidate: Candidate) -> float:
        age = max(0, now - minute_of(candidate.place))
        freshness = 0.5 ** (age / SEASON_MINUTES)
        return candidate.score * (SHARE_OF_THE_OLD + (1 - SHARE_OF_THE_OLD) * freshness)

    return worth
