"""How the desk prints a moment: the hour alone when it is today's."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.template.defaultfilters import date
from django.utils.timezone import localdate, localtime
from django.utils.translation import pgettext

from kabar import clock

register = template.Library()


@register.filter
def moment(instant: datetime | None) -> str:
    """Return the hour of a moment, and its day when that is another than today."""
    if instant is None:
        return ""
    if instant == clock.UNTIL_LIFTED:
        return pgettext("until", "it is lifted")
    there = localtime(instant)
    return date(there, "H.i" if there.date() == localdate(clock.now()) else "j M H.i")
