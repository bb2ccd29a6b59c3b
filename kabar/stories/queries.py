"""Every named read of stories."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, prefetch_related_objects

from kabar import clock
from kabar.masthead import clippings
from kabar.masthead.press_keys import face
from kabar.staff.models import Author
from kabar.stories import press_keys
from kabar.stories.access import Access
from kabar.stories.models import Attribution, FormerAddress, PrintedClip, Story, StoryByline
from kabar.topics.models import Topic

#: What a list never shows.
HEAVY = ("body",)
#: Under what names the press keeps a story as lists print it, and whose it is.
ROW, AUTHORS = "row", "authors"
#: What a page prints of a source.
ORIGIN = ("origin__member_of", "origin__merged_into__member_of")


#: One-to-one relations of departments above that a page asks of every story, and whether lists do.
_beside: dict[str, bool] = {}


def fetch_with(relation: str, *, in_lists: bool = False) -> None:
    """Have a relation come with a story in the same question; call it in an app's `ready`."""
    _beside[relation] = in_lists


def fetched_in_lists() -> list[str]:
    """Return the relations that come with every story of a list."""
    return [relation for relation, in_lists in _beside.items() if in_lists]


def live(paper: str) -> QuerySet[Story]:
    """Return what readers of a paper may see, newest first."""
    return Story.objects.filter(paper=paper, live=True).order_by("-first_published_at", "-id")


def listed(stories: QuerySet[Story]) -> QuerySet[Story]:
    """Return stories with what a list prints of them, and without their bodies."""
    return stories.select_related("section", "lead_picture", "distributor", *fetched_in_lists()).defer(*HEAVY)


def rows(stories: QuerySet[Story]) -> list[Story]:
    """Return stories as `listed` does, in their order; the press reads a row that it keeps no second time.

    Several fronts list the same story, so nobody may change what he is given.
    """
    if not clippings.are_kept():
        return list(listed(stories))
    return rows_of(list(stories.values_list("pk", flat=True)))


def rows_of(pks: Sequence[int]) -> list[Story]:
    """Return live stories by their numbers, likewise."""
    found = {pk: row for pk in pks if (row := clippings.find((ROW, pk))) is not None}
    unread = [pk for pk in pks if pk not in found]
    if unread:
        found |= {row.pk: _kept(row) for row in listed(Story.objects.filter(pk__in=unread, live=True))}
    return [found[pk] for pk in pks if pk in found]


def _kept(row: Story) -> Story:
    named = [press_keys.name_of(row.distributor)] if row.distributor else []
    return clippings.keep((ROW, row.pk), row, [press_keys.story(row.pk), face(row.paper), *named])


def authors_of(stories: Iterable[Story]) -> dict[int, list[Author]]:
    """Return whose names stand on each story of a list; the press asks once for those it keeps."""
    found = {story.pk: clippings.find((AUTHORS, story.pk)) for story in stories}
    unread: dict[int, list[Author]] = {pk: [] for pk, authors in found.items() if authors is None}
    for line in StoryByline.objects.filter(story__in=unread).select_related("author") if unread else ():
        unread[line.story_id].append(line.author)
    for pk, authors in unread.items():
        found[pk] = clippings.keep(
            (AUTHORS, pk), authors, [press_keys.story(pk), *map(press_keys.name_of, authors)]
        )
    return found


def films(paper: str, limit: int) -> QuerySet[PrintedClip]:
    """Return the clips that live stories of a paper show everybody, the last that went to press first."""
    everybodys = {"story__live": True, "story__paper": paper, "story__access__in": ("", Access.OPEN)}
    shown = PrintedClip.objects.filter(**everybodys).order_by("-id")
    return shown.select_related("clip__poster", "story").defer(*(f"story__{name}" for name in HEAVY))[:limit]


def of_section(section_pk: int) -> QuerySet[Story]:
    """Return a section's live stories, newest first."""
    stories = Story.objects.filter(section_id=section_pk, live=True)
    return listed(stories.order_by("-first_published_at", "-id"))


def of_topic(paper: str, topic_pk: int) -> QuerySet[Story]:
    """Return a topic's live stories, newest first."""
    return listed(live(paper).filter(topics=topic_pk))


def topics_on(shown: Story) -> list[Topic]:
    """Return the topics a story's page leads to: those of the paper it belongs to, which has their pages."""
    return [topic for topic in shown.topics.all() if topic.paper == shown.home.key]


def by_author(paper: str, author_pk: int) -> QuerySet[Story]:
    """Return the live stories that carry an author's name, newest first."""
    return listed(live(paper).filter(bylines__author=author_pk).distinct())


def on_date(paper: str, day: date, zone: str) -> QuerySet[Story]:
    """Return the stories first published on a day of the paper's zone, newest first."""
    begins, ends = clock.day_bounds(day, zone)
    return listed(live(paper).filter(first_published_at__gte=begins, first_published_at__lt=ends))


def at_path(paper: str, path: str) -> Story | None:
    """Return the story at an address, whatever its state, with all its page prints."""
    said = Attribution.objects.filter(story=OuterRef("pk"))
    found = (
        Story.objects.filter(paper=paper, path=path)
        .annotate(says_by_whom=Exists(said))
        .select_related("section", "lead_picture", "distributor", *_beside)
        .prefetch_related(Prefetch("bylines", StoryByline.objects.select_related("author")), "topics")
        .first()
    )
    if found is not None:
        # Six tables together, for what many stories have none of.
        whole = Attribution.objects.select_related(*ORIGIN)
        whole = whole if found.says_by_whom else whole.none()
        prefetch_related_objects([found], Prefetch("attributions", whole))
    return found


def moved_from(paper: str, path: str) -> Story | None:
    """Return the story that once stood at an address; none ever stood where PostgreSQL cannot look."""
    if "\0" in path:
        return None
    former = FormerAddress.objects.filter(paper=paper, path=path).select_related("story").first()
    return former.story if former else None
