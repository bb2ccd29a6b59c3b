"""Every named read of the fronts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set

from django.db import connection
from django.db.models import Max, Q, QuerySet

from kabar import clock
from kabar.fronts.models import Arrangement, Placed
from kabar.fronts.press_keys import arranged
from kabar.fronts.slots import LEAD, Choice, Place, chosen
from kabar.masthead import clippings
from kabar.schedule.models import Act
from kabar.schedule.queries import due
from kabar.sisters.lists import together
from kabar.sisters.queries import guests
from kabar.staff.models import User
from kabar.stories.models import Story
from kabar.stories.permissions import open_to
from kabar.stories.queries import listed, rows_of
from kabar.topics.models import Topic

#: Under what name the press keeps what was placed by hand.
CHOICES = "choices"
#: How far back words of a headline are looked for.
RECENT = 50_000
#: One branch a section, each stopped by the index after a few rows; one question however many sections.
NEWEST_OF_SECTION = """
SELECT section_id, id, first_published_at FROM (
  SELECT section_id, id, first_published_at FROM {table} WHERE section_id = %s AND live
  ORDER BY first_published_at DESC, id DESC LIMIT {limit}
) AS of_{number}
"""


def standing(place: Place) -> Arrangement | None:
    """Return the arrangement readers see of a front; None when everything is left to the newest."""
    found = Arrangement.objects.filter(paper=place.paper, section=place.section, replaced_at=None)
    return found.select_related("section", "made_by").first()


def choices_of(place: Place) -> dict[str, Choice]:
    """Return what stands arranged on a front, by slot; the press asks again when it was arranged anew."""
    key = arranged(place.paper, place.section)
    return clippings.kept((CHOICES, key), [key], lambda: chosen(_placed(place)))


def _placed(place: Place) -> QuerySet[Placed]:
    return Placed.objects.filter(
        arrangement__paper=place.paper, arrangement__section=place.section, arrangement__replaced_at=None
    )


def led_by_hand(place: Place) -> Story | None:
    """Return the live story an editor made the lead of a front."""
    choice = choices_of(place).get(LEAD)
    if choice is None or not choice.stands(clock.now()):
        return None
    return listed(Story.objects.filter(pk=choice.story, live=True)).first()


def history(place: Place, limit: int = 20) -> list[Arrangement]:
    """Return how a front was arranged, the newest first, each with its slots."""
    made = Arrangement.objects.filter(paper=place.paper, section=place.section)
    return list(
        made.select_related("section", "made_by").prefetch_related("placed__story").order_by("-pk")[:limit]
    )


def where_it_stands(story: Story) -> list[Placed]:
    """Return the slots in which a story stands by hand."""
    placed = Placed.objects.filter(story=story, arrangement__replaced_at=None)
    return list(placed.select_related("arrangement__section", "arrangement__made_by").order_by("pk"))


def choosable(place: Place, *, words: str = "", limit: int = 40) -> list[Story]:
    """Return stories someone may place on a front, the newest first; only recent ones are looked through."""
    stories = listed(Story.objects.filter(paper=place.paper, live=True))
    if place.section:
        stories = stories.filter(section=place.section)
    if words:
        newest = Story.objects.aggregate(newest=Max("pk"))["newest"] or 0
        stories = stories.filter(pk__gt=newest - RECENT)
        for word in words.split()[:8]:
            stories = stories.filter(headline__icontains=word)
    own = stories.order_by("-first_published_at", "-pk")[:limit]
    return together(own, _lent(place, words))[:limit]


def _lent(place: Place, words: str = "") -> list[Story]:
    """Return the sisters' stories that stand in a front's paper, those with the words in their headline."""
    found = guests(place.paper, place.section.pk if place.section else None)
    said = [word.lower() for word in words.split()[:8]]
    return [story for story in found if all(word in story.headline.lower() for word in said)]


def going_out(user: User, place: Place, *, limit: int = 20) -> list[Story]:
    """Return the stories someone may see whose hour is planned, the next first."""
    coming = [act.its_story for act in due(user, limit=100) if act.act == Act.PUBLISH]
    stories = {story.pk: story for story in coming if not story.live}
    here = [story for story in stories.values() if story.paper == place.paper]
    return [story for story in here if place.section is None or story.section_id == place.section.pk][:limit]


def named(pks: Iterable[int], user: User) -> list[Story]:
    """Return stories by their numbers, as far as someone may see them."""
    return list(listed(open_to(user).filter(pk__in=list(pks))))


def topics_in_use(place: Place, also: Iterable[int] = (), limit: int = 40) -> list[Topic]:
    """Return the topics of a front's newest stories, and those that are chosen already, by name."""
    newest = Story.objects.filter(paper=place.paper, live=True).order_by("-first_published_at", "-id")
    if place.section:
        newest = newest.filter(section=place.section)
    pks = list(newest.values_list("pk", flat=True)[:200])
    used = Topic.objects.filter(stories__in=pks).distinct().values_list("pk", flat=True)[:limit]
    return list(Topic.objects.filter(Q(pk__in=list(used)) | Q(pk__in=list(also))).order_by("name"))


def newest_of_each(
    paper: str,
    sections: Sequence[int],
    limit: int,
    *,
    without: Set[int] = frozenset(),
    known: Iterable[Story] = (),
) -> dict[int, list[Story]]:
    """Return the newest live stories of each section, newest first, in two questions.

    Those that stand elsewhere are left out, and those at hand are not read again.
    """
    wanted: dict[int, list[int]] = {pk: [] for pk in sections}
    for section, pk in _newest_ids(sections, limit + len(without)):
        if pk not in without and len(wanted[section]) < limit:
            wanted[section].append(pk)
    found = {story.pk: story for story in known}
    unread = [pk for pks in wanted.values() for pk in pks if pk not in found]
    found |= {row.pk: row for row in rows_of(unread)}
    own = {section: [found[pk] for pk in pks if pk in found] for section, pks in wanted.items()}
    return _with_guests(paper, own, limit, without)


def _with_guests(
    paper: str, own: dict[int, list[Story]], limit: int, without: Set[int]
) -> dict[int, list[Story]]:
    """Return the sections' stories with those lent to them, by their hour."""
    lent: dict[int, list[Story]] = {}
    for story in guests(paper):
        if story.pk not in without:
            lent.setdefault(story.section_id, []).append(story)
    return {section: together(stories, lent.get(section, ()))[:limit] for section, stories in own.items()}


def _newest_ids(sections: Sequence[int], limit: int) -> list[tuple[int, int]]:
    """Return the numbers of the newest stories with their sections', each section's newest first."""
    if not sections:
        return []
    table = connection.ops.quote_name(Story._meta.db_table)
    branches = [
        NEWEST_OF_SECTION.format(table=table, limit=int(limit), number=n) for n, _ in enumerate(sections)
    ]
    newest_first = " UNION ALL ".join(branches) + " ORDER BY first_published_at DESC, id DESC"
    with connection.cursor() as cursor:
        cursor.execute(newest_first, list(sections))
        return [(section, pk) for section, pk, _ in cursor.fetchall()]
