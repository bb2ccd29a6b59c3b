"""Every named read of clips."""

from __future__ import annotations

from kabar import clock
from kabar.video.models import Clip


def to_take_off(limit: int = 200) -> list[Clip]:
    """Return the clips that readers still see although the rights to them have ended."""
    ended = Clip.objects.filter(released=True, rights_until__lte=clock.now())
    return list(ended.order_by("rights_until")[:limit])
