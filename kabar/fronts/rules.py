"""How slots are filled in which no story was placed by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set

from kabar.fronts.models import Rule
from kabar.fronts.slots import Choice
from kabar.stories import queries
from kabar.stories.models import Story

#: Gives the most read live stories of a paper, the most read first, as numbers.
MostRead = Callable[[str], Sequence[int]]

_counting: list[MostRead] = []


def count_by(most_read: MostRead) -> None:
    """Have the most read stories told by whoever counts readers; call it in an app's `ready`."""
    _counting[:] = [most_read]


def story_for(paper: str, choice: Choice, placed: Set[int]) -> Story | None:
    """Return the story a rule gives, none that stands elsewhere; None where the newest shall stand."""
    if choice.rule == Rule.TOPIC and choice.topic:
        stories = queries.of_topic(paper, choice.topic)
    elif choice.rule == Rule.SECTION and choice.of_section:
        stories = queries.of_section(choice.of_section).filter(paper=paper)
    elif choice.rule == Rule.MOST_READ:
        return _most_read(paper, placed)
    else:
        return None
    return next((story for story in stories[: len(placed) + 1] if story.pk not in placed), None)


def _most_read(paper: str, placed: Set[int]) -> Story | None:
    """Return the most read story that stands nowhere else; None, and so the newest, while none is ranked."""
    ranked = [pk for most_read in _counting for pk in most_read(paper) if pk not in placed]
    if not ranked:
        return None
    found = queries.listed(Story.objects.filter(paper=paper, live=True)).in_bulk(ranked[:5])
    return next((found[pk] for pk in ranked if pk in found), None)
