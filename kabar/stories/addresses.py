"""Permanent addresses: where a story stands, and where it stood before."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import chain, count

from django.conf import settings
from django.db import connection
from django.utils.text import slugify

from kabar import clock
from kabar.sections.models import Section
from kabar.stories.models import FormerAddress, Story

#: Of two stories that want one address at once, the second must see that the first has it.
CHOOSING_LOCK = 7_235_003
#: Room for the section, the date and a number within the 255 characters of a path.
LONGEST_SLUG = 150


#: What departments above print of a story at addresses of their own.
_beside: list[Callable[[Story], Iterable[str]]] = []


def stand_beside(paths: Callable[[Story], Iterable[str]]) -> None:
    """Have further addresses leave readers with a story; call it in an app's `ready`."""
    if paths not in _beside:
        _beside.append(paths)


#: Where departments above print a story in other papers, and which addresses there are taken for it.
_elsewhere: list[Callable[[Story], Iterable[tuple[str, str]]]] = []
_holders: list[Callable[[str, str], bool]] = []


def stand_elsewhere(places: Callable[[Story], Iterable[tuple[str, str]]]) -> None:
    """Have a story's addresses in other papers leave readers with it; call it in an app's `ready`."""
    if places not in _elsewhere:
        _elsewhere.append(places)


def hold(holder: Callable[[str, str], bool]) -> None:
    """Keep stories from addresses of a paper that are somebody's; call it in an app's `ready`."""
    if holder not in _holders:
        _holders.append(holder)


def everywhere(story: Story) -> list[tuple[str, str]]:
    """Return every paper and address at which something of a story's text may hang."""
    beside = list(chain(*(paths(story) for paths in _beside)))
    abroad = [place for places in _elsewhere for place in places(story)]
    return [
        *((story.paper, path) for path in of(story)),
        *((paper, path) for paper, at in abroad for path in (at, *beside)),
    ]


def of(story: Story) -> list[str]:
    """Return every address at which something of a story's text may hang."""
    former = [former.path for former in story.former_addresses.all()]
    return [path for path in (story.path, *former, *chain(*(paths(story) for paths in _beside))) if path]


def slug_for(story: Story) -> str:
    """Return the slug chosen by hand, or one made of the headline."""
    made = slugify(story.slug or story.headline)[:LONGEST_SLUG].strip("-")
    return made or f"berita-{story.pk}"


def settle(story: Story) -> None:
    """Give a story about to be published its address; an address it had before goes on leading to it.

    Call it inside the transaction of the publication; the caller saves the story.
    """
    _keep_others_from_choosing()
    slug = slug_for(story)
    wanted = free_path(story, slug)
    if story.path and story.path != wanted:
        FormerAddress.objects.update_or_create(paper=story.paper, path=story.path, defaults={"story": story})
        FormerAddress.objects.filter(paper=story.paper, path=wanted, story=story).delete()
    story.path = wanted
    story.slug = wanted.rsplit("/", 1)[1]


def _keep_others_from_choosing() -> None:
    """Hold the choice of addresses until commit; SQLite has one writer at a time anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHOOSING_LOCK])


def free_path(story: Story, slug: str) -> str:
    """Return the first address of a slug that no other story has or had."""
    return _free(story, slug, story.section)


def settle_in(story: Story, section: Section) -> str:
    """Return the address of a story in another paper's section; call it where the address is kept."""
    _keep_others_from_choosing()
    return _free(story, slug_for(story), section)


def _free(story: Story, slug: str, section: Section) -> str:
    stem = day_path(story, section)
    for number in count(1):
        path = f"{stem}/{slug}" if number == 1 else f"{stem}/{slug}-{number}"
        if not _taken(story, section.paper, path):
            return path
    raise AssertionError("counting does not end")


def day_path(story: Story, section: Section | None = None) -> str:
    """Return what stands before the slug: the section and, in its paper, the day of first publication."""
    if story.first_published_at is None:
        raise ValueError(f"{story!r} has not been published and has no address yet")
    place = section or story.section
    printed = clock.local(story.first_published_at, settings.PAPER.for_key(place.paper).zone)
    return f"/{place.slug}/{printed:%Y/%m/%d}"


def _taken(story: Story, paper: str, path: str) -> bool:
    others = Story.objects.filter(paper=paper, path=path).exclude(pk=story.pk)
    former = FormerAddress.objects.filter(paper=paper, path=path).exclude(story=story)
    return others.exists() or former.exists() or any(holder(paper, path) for holder in _holders)
