"""Which story stands where on a front: the rules for all that nobody has placed by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field

from kabar.sections.models import Section
from kabar.stories.models import Story

#: How many stories stand below the lead, how many beside it, and how many in each band.
BELOW, BESIDE, IN_BAND = 2, 4, 5

#: A lead without a picture makes a poor front: one among the newest few is preferred.
LEAD_AMONG = 6

#: How many of the newest stories, beside the lead, the list of latest stories shows.
IN_LATEST = 7

#: Sections that carry views, by their usual slugs; their band names the author first.
OPINION = frozenset({"opini", "opinion", "pendapat", "kolom", "tajuk", "views"})

#: Gives the newest stories of each section, as many as a band holds, without those placed already.
OfEach = Callable[[Set[int]], Mapping[int, Sequence[Story]]]


@dataclass(frozen=True, slots=True)
class Band:
    """A section's part of the front."""

    section: Section
    stories: Sequence[Story]

    @property
    def lead(self) -> Story:
        """The story that opens the band: the newest with a picture, else the newest."""
        return with_picture(self.stories) or self.stories[0]

    @property
    def others(self) -> list[Story]:
        """The stories below it."""
        return [story for story in self.stories if story is not self.lead]

    @property
    def is_opinion(self) -> bool:
        """Whether its stories are someone's view."""
        return self.section.slug in OPINION


@dataclass(frozen=True, slots=True)
class Layout:
    """A front made up: its lead, the stories beside it, the bands below; no story stands twice."""

    lead: Story | None = None
    below: Sequence[Story] = field(default_factory=list)
    beside: Sequence[Story] = field(default_factory=list)
    bands: Sequence[Band] = field(default_factory=list)


def front(
    newest: Sequence[Story], sections: Iterable[Section], of_each: OfEach, lead: Story | None = None
) -> Layout:
    """Make up the front page; the bands are filled when it is known who stands at the top.

    A lead that was set by hand stands whatever is newer.
    """
    lead = lead or choose_lead(newest)
    if lead is None:
        return Layout()
    chosen = _from_many_sections([story for story in newest if story != lead])
    below = _illustrated_first(chosen)[:BELOW]
    beside = _illustrated_first([story for story in chosen if story not in below])
    others = of_each({lead.pk, *(story.pk for story in chosen)})
    bands = [Band(section, others[section.pk]) for section in sections if others.get(section.pk)]
    return Layout(lead, below, beside, bands)


def choose_lead(newest: Sequence[Story]) -> Story | None:
    """Return the newest story with a picture among the newest few, else the newest."""
    return with_picture(newest[:LEAD_AMONG]) or (newest[0] if newest else None)


def with_picture(stories: Iterable[Story]) -> Story | None:
    """Return the first story that has a picture readers may see."""
    return next((story for story in stories if story.lead_picture and story.lead_picture.released), None)


def _from_many_sections(stories: Sequence[Story]) -> list[Story]:
    """Choose the stories around the lead: the newest of different sections first, then the newest.

    What the list of latest stories shows beside them anyway makes room for what it does not.
    """
    stories = [*stories[IN_LATEST:], *stories[:IN_LATEST]]
    by_section = list({story.section_id: story for story in reversed(stories)}.values())
    by_section.sort(key=stories.index)
    rest = [story for story in stories if story not in by_section]
    return [*by_section, *rest][: BELOW + BESIDE]


def _illustrated_first(stories: Sequence[Story]) -> list[Story]:
    return sorted(stories, key=lambda story: not (story.lead_picture and story.lead_picture.released))
