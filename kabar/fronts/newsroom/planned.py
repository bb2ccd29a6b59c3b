"""What the schedule says of a front that is to be arranged at an hour."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from kabar.fronts.services import place_planned
from kabar.fronts.slots import Place
from kabar.schedule.models import PlannedAct
from kabar.schedule.performers import About


def address_of(place: Place) -> str:
    """Return the address of a front's screen."""
    if place.section:
        return reverse("fronts_newsroom:section", args=[place.section.pk])
    return reverse("fronts_newsroom:front")


def about(planned: PlannedAct) -> About:
    """Return the front's name, its screen, and the zone of its paper."""
    place = place_planned(planned)
    zone = settings.PAPER.for_key(place.paper).zone
    return About(_("The front: %(name)s") % {"name": place.name}, address_of(place), zone)
