"""Which story stands where on a front: the rules for all that nobody has placed by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from types import MappingProxyType

from kabar.fronts.films import HOW_MANY as IN_RAIL
from kabar.fronts.films import Film
from kabar.fronts.slots import BELOW, BESIDE, LEAD, SECOND, band
from kabar.sections.models import Section
from kabar.staff.models import Author
from kabar.stories.models import Story

#: How many stories stand in each band.
IN_BAND = 5

#: A lead without a picture makes a poor front: one among the newest few is preferred.
LEAD_AMONG = 6

#: How many stories the list of the latest holds; on a small paper no more than the bands are left with.
IN_LATEST = 8

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
    """A front made up: its lead, the stories around it, the latest, bands and films; none stands twice."""

    lead: Story | None = None
    below: Sequence[Story] = field(default_factory=list)
    beside: Sequence[Story] = field(default_factory=list)
    latest: Sequence[Story] = field(default_factory=list)
    bands: Sequence[Band] = field(default_factory=list)
    films: Sequence[Film] = field(default_factory=list)
    top: Mapping[str, Story] = field(default_factory=dict)

    @property
    def standing(self) -> dict[str, Story]:
        """Return which story stands in which slot, by hand or by a rule."""
        return {**self.top, **{band(each.section.pk): each.lead for each in self.bands}}


def front(
    newest: Sequence[Story],
    sections: Iterable[Section],
    of_each: OfEach,
    placed: Mapping[str, Story] = NOTHING_PLACED,
    films: Sequence[Film] = (),
) -> Layout:
    """Make up the front page around what was placed; the bands hold what stands nowhere else."""
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
    left = [story for story in free if story.pk not in above]
    rail = _rail([film for film in films if film.story.pk not in above], _latest(left))
    filmed = {film.story.pk for film in rail}
    latest = _latest([story for story in left if story.pk not in filmed])
    above |= filmed | {story.pk for story in latest}
    return Layout(
        lead,
        [standing[slot] for slot in BELOW if slot in standing],
        [standing[slot] for slot in BESIDE if slot in standing],
        latest,
        list(_bands(sections, of_each(above), placed)),
        rail,
        {**standing, LEAD: lead},
    )


def _latest(left: Sequence[Story]) -> Sequence[Story]:
    """Return the newest of what is left by the top, half of it at most: the rest opens the bands."""
    return left[: min(IN_LATEST, (len(left) + 1) // 2)]


def _rail(films: Sequence[Film], latest: Sequence[Story]) -> Sequence[Film]:
    """Return the films of stories that are not among the latest; where all are, those stand here instead."""
    told = {story.pk for story in latest}
    return ([film for film in films if film.story.pk not in told] or films)[:IN_RAIL]


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
    standing: Mapping[str, Story] = field(default_factory=dict)


def section(newest: Sequence[Story], placed: Mapping[str, Story] = NOTHING_PLACED) -> Opening:
    """Make up a section's front around what was placed."""
    taken = {story.pk for story in placed.values()}
    free = [story for story in newest if story.pk not in taken]
    lead = placed.get(LEAD) or choose_lead(free)
    left = iter([story for story in free if story != lead])
    second = {slot: placed.get(slot) or next(left, None) for slot in SECOND}
    standing = {slot: story for slot, story in {LEAD: lead, **second}.items() if story}
    return Opening(lead, [story for slot, story in standing.items() if slot != LEAD], list(left), standing)


def choose_lead(newest: Sequence[Story]) -> Story | None:
    """Return the newest story with a picture among the newest few, else the newest."""
    return with_picture(newest[:LEAD_AMONG]) or (newest[0] if newest else None)


def with_picture(stories: Iterable[Story]) -> Story | None:
    """Return the first story that has a picture readers may see."""
    return next((story for story in stories if story.lead_picture and story.lead_picture.released), None)


def _from_many_sections(stories: Sequence[Story]) -> list[Story]:
    """Choose the stories around the lead: the newest of different sections first, then the newest.

    What the list of latest stories shows beside them makes room for what it does not.
    """
    stories = [*stories[IN_LATEST:], *stories[:IN_LATEST]]
    by_section = list({story.section_id: story for story in reversed(stories)}.values())
    by_section.sort(key=stories.index)
    rest = [story for story in stories if story not in by_section]
    return [*by_section, *rest]


def _illustrated_first(stories: Sequence[Story]) -> list[Story]:
    return sorted(stories, key=lambda story: not (story.lead_picture and story.lead_picture.released))
