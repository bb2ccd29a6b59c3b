"""Who arranges which front: who publishes at the section's desk; the front page belongs to every desk."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied

from kabar.fronts.slots import Place
from kabar.staff.permissions import where


def may_arrange(user: Any, place: Place, act: str = "publish") -> bool:
    """Tell whether someone may arrange a front, or plan to."""
    return where(user, act).covers(place.section.desk_id if place.section else None, place.paper)


def must_arrange(user: Any, place: Place, act: str = "publish") -> None:
    """Refuse who may not."""
    if not may_arrange(user, place, act):
        raise PermissionDenied
