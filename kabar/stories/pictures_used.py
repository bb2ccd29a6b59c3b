"""Which pictures a story prints, and whether any live story still needs one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wagtail.models import ReferenceIndex

from kabar.pictures.models import Picture
from kabar.stories.models import Story


def pictures_of(story: Story) -> list[Picture]:
    """Return the pictures a story prints, its lead first, each once."""
    wanted = list(dict.fromkeys(_ids(story)))
    found = Picture.objects.in_bulk(wanted)
    return [found[pk] for pk in wanted if pk in found]


def _ids(story: Story) -> Iterator[int]:
    if story.lead_picture_id:
        yield story.lead_picture_id
    for block in story.body.raw_data:
        value = block["value"]
        if block["type"] == "picture" and value.get("picture"):
            yield value["picture"]
        elif block["type"] == "gallery":
            yield from _gallery_ids(value.get("pictures") or [])


def _gallery_ids(items: Iterable[dict]) -> Iterator[int]:
    for item in items:
        held = item.get("value", item)
        if held.get("picture"):
            yield held["picture"]


def no_longer_needed(story: Story) -> list[Picture]:
    """Return the pictures of a story that left the paper and that no other live story prints."""
    return [picture for picture in pictures_of(story) if not _printed_elsewhere(picture, story)]


def _printed_elsewhere(picture: Picture, story: Story) -> bool:
    references = ReferenceIndex.get_references_to(picture).filter(
        base_content_type=ReferenceIndex._get_base_content_type(Story)
    )
    users = {int(pk) for pk in references.values_list("object_id", flat=True)} - {story.pk}
    return Story.objects.filter(pk__in=users, live=True).exists()
