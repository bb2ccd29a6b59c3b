"""Which story stands where on a front: the rules for all that nobody has placed by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from types import MappingProxyType

from kabar.fronts.slots import BELOW, BESIDE, LEAD, SECOND, band
from kabar.sections.models import Section
from kabar.staff.models import Author
from kabar.stories.models import Story

#: How many stories stand in each band.
IN_BAND = 5

#: A lead without a picture makes a poor front: one among the newest few is preferred.
LEAD_AMONG = 6

#: How many of the newest stories, beside the lead, the list of latest stories shows.
IN_LATEST = 7

#: Sections that carry views, by their usual slugs; their band names the author first.
OPINION = frozenset({"opini", "opinion", "pendapat", "kolom", "tajuk", "views"})

NOTHING_PLACED: Mapping[str, Story] = MappingProxyType({})

#: Gives the newest stories of each section, as many as a band holds, without those placed already.
OfEach = Callable[[Set[int]], Mapping[int, Sequence[Story]]]


@dataclass(frozen=True, slots=True)
class Band:
    """A section's part of the front."""

    section: Section
    stories: Sequence[Story]
    by_hand: Story | None = None
    authors: Mapping[int, Sequence[Author]] = field(default_factory=dict)

    @property
    def lead(self) -> Story:
        """The story that opens the band: the one placed there, the newest with a picture, else the newest."""
        return self.by_hand or with_picture(self.stories) or self.stories[0]

    @property
    def others(self) -> list[Story]:
        """The stories below it."""
        return [story for story in self.stories if story is not self.lead]

    @property
    def views(self) -> list[tuple[Story, Sequence[Author]]]:
        """The stories with those whose views they are."""
        return [(story, self.authors.get(story.pk, ())) for story in self.stories]

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
    newest: Sequence[Story],
    sections: Iterable[Section],
    of_each: OfEach,
    placed: Mapping[str, Story] = NOTHING_PLACED,
) -> Layout:
    """Make up the front page around what was placed; the bands are filled when the top is known."""
    taken = {story.pk for story in placed.values()}
    free = [story for story in newest if story.pk not in taken]
    lead = placed.get(LEAD) or choose_lead(free)
    if lead is None:
        return Layout()
    empty = [slot for slot in (*BELOW, *BESIDE) if slot not in placed]
    chosen = _from_many_sections([story for story in free if story != lead])[: len(empty)]
    # The picture pages come first: what stands below the lead is printed with one.
    standing = {**placed, **dict(zip(empty, _illustrated_first(chosen), strict=False))}
    above = {lead.pk, *taken, *(story.pk for story in chosen)}
    return Layout(
        lead,
        [standing[slot] for slot in BELOW if slot in standing],
        [standing[slot] for slot in BESIDE if slot in standing],
        list(_bands(sections, of_each(above), placed)),
    )


def _bands(
    sections: Iterable[Section], others: Mapping[int, Sequence[Story]], placed: Mapping[str, Story]
) -> Iterator[Band]:
    for section in sections:
        opener = placed.get(band(section.pk))
        stories = [*([opener] if opener else []), *others.get(section.pk, ())][:IN_BAND]
        if stories:
            yield Band(section, stories, opener)


@dataclass(frozen=True, slots=True)
class Opening:
    """The first sheet of a section's front: its lead, the row below, the others in their order."""

    lead: Story | None
    secondary: Sequence[Story]
    river: Sequence[Story]


def section(newest: Sequence[Story], placed: Mapping[str, Story] = NOTHING_PLACED) -> Opening:
    """Make up a section's front around what was placed."""
    taken = {story.pk for story in placed.values()}
    free = [story for story in newest if story.pk not in taken]
    lead = placed.get(LEAD) or choose_lead(free)
    left = iter([story for story in free if story != lead])
    secondary = [placed.get(slot) or next(left, None) for slot in SECOND]
    return Opening(lead, [story for story in secondary if story], list(left))


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
    return [*by_section, *rest]


def _illustrated_first(stories: Sequence[Story]) -> list[Story]:
    return sorted(stories, key=lambda story: not (story.lead_picture and story.lead_picture.released))
