"""Where advertising may stand on a page, and how large the box is: always the same, so that nothing moves."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Place(TextChoices):
    """A named place; templates say `{% inset "front-top" %}`."""

    FRONT_TOP = "front-top", _("Top of the front")
    BANDS = "bands", _("Between the sections of the front")
    SECTION_TOP = "section-top", _("Top of a section")
    IN_STORY = "in-story", _("In the story")
    BESIDE_STORY = "beside-story", _("Beside the story")
    AFTER_STORY = "after-story", _("After the story")


@dataclass(frozen=True, slots=True)
class Size:
    """Width and height in pixels of what a box takes, on a phone, if it has room, and on a wide screen."""

    phone: tuple[int, int] | None
    wide: tuple[int, int]


BANNER = Size((320, 100), (970, 250))
RECTANGLE = Size((300, 250), (300, 250))
SIZES = {
    Place.FRONT_TOP: BANNER,
    Place.BANDS: Size((300, 250), (970, 250)),
    Place.SECTION_TOP: BANNER,
    Place.IN_STORY: RECTANGLE,
    Place.BESIDE_STORY: Size(None, (160, 600)),
    Place.AFTER_STORY: RECTANGLE,
}


class Offer(TextChoices):
    """Where readers are offered to read without advertising; counted as advertising is."""

    STORY = "offer-story", _("End of a story")
    CLOSED = "offer-closed", _("Closing an ad")
    COLOPHON = "offer-colophon", _("Foot of the page")
