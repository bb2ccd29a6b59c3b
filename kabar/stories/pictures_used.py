"""Which pictures a story would print as it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from wagtail.models import Revision

from kabar.pictures.models import Picture
from kabar.pictures.services import print_all_sizes
from kabar.stories.clips_used import clip_numbers
from kabar.stories.models import Story
from kabar.video.models import Clip

#: What departments above print beside a story's own pictures.
_also: list[Callable[[Story], Iterable[int]]] = []


def also_printed(numbers: Callable[[Story], Iterable[int]]) -> None:
    """Count further pictures as a story's own; call it in an app's `ready`."""
    if numbers not in _also:
        _also.append(numbers)


def pictures_of(story: Story) -> list[Picture]:
    """Return the pictures a story prints, its lead first, each once."""
    wanted = list(dict.fromkeys(_ids(story)))
    found = Picture.objects.in_bulk(wanted) if wanted else {}
    return [found[pk] for pk in wanted if pk in found]


def prepare(revision: Revision) -> list[int]:
    """Make every size of what a version prints, for nobody to see yet; return the numbers that went wrong."""
    return print_all_sizes(pictures_of(revision.as_object()))


def _ids(story: Story) -> Iterator[int]:
    if story.lead_picture_id:
        yield story.lead_picture_id
    for block in story.body.raw_data:
        value = block["value"]
        if block["type"] == "picture" and value.get("picture"):
            yield value["picture"]
        elif block["type"] == "gallery":
            yield from _gallery_ids(value.get("pictures") or [])
    yield from _posters(story)
    for numbers in _also:
        yield from numbers(story)


def _posters(story: Story) -> Iterator[int]:
    numbers = clip_numbers(story)
    if numbers:
        posters = Clip.objects.filter(pk__in=numbers, poster__isnull=False)
        yield from posters.values_list("poster", flat=True)


def _gallery_ids(items: Iterable[dict]) -> Iterator[int]:
    for item in items:
        held = item.get("value", item)
        if held.get("picture"):
            yield held["picture"]
