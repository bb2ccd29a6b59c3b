"""What is looked at about the pictures of a story before it goes to press."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kabar.pictures.models import Picture, Usage
from kabar.stories.checklist import Finding, Weight
from kabar.stories.models import PrintedPicture, Story


@dataclass(frozen=True, slots=True)
class Place:
    """Where a draft shows a picture, and what it says there instead of the picture's own words."""

    picture: int
    field: str = ""
    block: str = ""
    alt: str = ""


def places_of(draft: Story) -> Iterator[Place]:
    """Yield each place of a draft that shows a picture."""
    if draft.lead_picture_id:
        yield Place(draft.lead_picture_id, field="lead_picture")
    for block in draft.body.raw_data:
        name, value = block.get("id") or "", block["value"]
        if block["type"] == "picture" and value.get("picture"):
            yield Place(value["picture"], field="body", block=name, alt=value.get("alt") or "")
        elif block["type"] == "gallery":
            for item in value.get("pictures") or []:
                held = item.get("value", item)
                if held.get("picture"):
                    yield Place(held["picture"], field="body", block=name)


def pictures_may_be_printed(draft: Story) -> Iterable[Finding]:
    """A picture needs its rights, its credit and its description; a protected face is never printed."""
    places = list(places_of(draft))
    found = Picture.objects.in_bulk({place.picture for place in places})
    for place in places:
        picture = found.get(place.picture)
        if picture is not None:
            for message, weight, name in _about(draft, picture, place):
                named = f"{name}:{picture.pk}"
                yield Finding(message, weight, field=place.field, block=place.block, name=named)


def _about(draft: Story, picture: Picture, place: Place) -> Iterator[tuple[str, Weight, str]]:
    named = {"picture": picture.title}
    if picture.expired():
        yield (
            _("The rights to “%(picture)s” have ended. Choose another, or extend them.") % named,
            Weight.BLOCKS,
            "ended",
        )
    if picture.exposes():
        yield _exposed(picture), Weight.BLOCKS, "exposed"
    if picture.expires_soon():
        yield _("The rights to “%(picture)s” end within seven days.") % named, Weight.WARNS, "ending"
    if not picture.credit.strip():
        yield _("“%(picture)s” has no credit.") % named, Weight.WARNS, "no-credit"
    if not (place.alt.strip() or picture.alt.strip()):
        yield _("“%(picture)s” tells nothing to readers who cannot see it.") % named, Weight.WARNS, "no-alt"
    if picture.usage == Usage.ONCE and _stands_elsewhere(draft, picture):
        yield (
            _("“%(picture)s” may be printed once, and another story prints it.") % named,
            Weight.WARNS,
            "once",
        )


def _exposed(picture: Picture) -> str:
    return _("“%(picture)s” shows %(whom)s to be protected. Use one on which nobody can be recognised.") % {
        "picture": picture.title,
        "whom": picture.get_protects_display(),
    }


def _stands_elsewhere(draft: Story, picture: Picture) -> bool:
    others = PrintedPicture.objects.filter(picture=picture, story__live=True)
    return others.exclude(story=draft.pk).exists()
