"""Who keeps which campaigns: editors the house's own, editors-in-chief and administrators all of them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied

from kabar.advertising.models import Campaign, Kind
from kabar.staff.permissions import where
from kabar.staff.rights import ADVERTISE, BOOK


def may_sell(user: Any, paper: str) -> bool:
    """Tell whether someone may have any campaign of a paper shown."""
    return where(user, ADVERTISE).covers(None, paper)


def may_keep(user: Any, campaign: Campaign) -> bool:
    """Tell whether someone may write, show and end a campaign."""
    act = BOOK if campaign.kind == Kind.HOUSE else ADVERTISE
    return where(user, act).covers(None, campaign.paper)


def must_keep(user: Any, campaign: Campaign) -> None:
    """Refuse who may not."""
    if not may_keep(user, campaign):
        raise PermissionDenied
