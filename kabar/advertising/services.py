"""Every write to campaigns: what is written down, put on, approved, paused and ended."""

from __future__ import annotations

from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from kabar.advertising.models import Campaign, State
from kabar.advertising.permissions import must_keep
from kabar.advertising.reprints import follow_paper
from kabar.staff.models import User
from kabar.staff.services import record

FOUR_EYES = "four_eyes"


class Conflict(Exception):
    """A campaign stands where this cannot be done; one line says where."""


def written(campaign: Campaign, *, by: User) -> None:
    """Note who wrote a campaign last; what was on readers' pages has to be put on again."""
    must_keep(by, campaign)
    with transaction.atomic():
        standing = Campaign.objects.filter(pk=campaign.pk).exclude(state=State.ENDED)
        if not standing.update(state=State.DRAFT, written_by=by, approved_by=None):
            raise Conflict(_("This campaign has ended."))
        _print(campaign)
    campaign.refresh_from_db()


def put_on(campaign: Campaign, *, by: User) -> State:
    """Have a draft shown within its flight, or wait for a second pair of eyes where the house asks for it."""
    must_keep(by, campaign)
    if not campaign.creatives.exists():
        raise Conflict(_("There is nothing to be shown yet: add a creative."))
    reviewed = settings.PAPER.newsroom.review == FOUR_EYES and campaign.written_by_id in (None, by.pk)
    to = State.WAITING if reviewed else State.APPROVED
    approved = {} if reviewed else {"approved_by": by}
    _move(campaign, (State.DRAFT,), to, "put on", by, **approved)
    return to


def approve(campaign: Campaign, *, by: User) -> None:
    """Approve what somebody else wrote."""
    must_keep(by, campaign)
    if campaign.written_by_id == by.pk and settings.PAPER.newsroom.review == FOUR_EYES:
        raise Conflict(_("Somebody other than its last writer approves it."))
    _move(campaign, (State.WAITING,), State.APPROVED, "approve", by, approved_by=by)


def send_back(campaign: Campaign, *, by: User) -> None:
    """Give back what waits for approval."""
    must_keep(by, campaign)
    _move(campaign, (State.WAITING,), State.DRAFT, "return", by)


def pause(campaign: Campaign, *, by: User) -> None:
    """Take a campaign off the pages for now."""
    must_keep(by, campaign)
    _move(campaign, (State.APPROVED,), State.PAUSED, "pause", by)


def resume(campaign: Campaign, *, by: User) -> None:
    """Have a paused one shown again, as it was approved."""
    must_keep(by, campaign)
    _move(campaign, (State.PAUSED,), State.APPROVED, "resume", by)


def end(campaign: Campaign, *, by: User) -> None:
    """End a campaign for good; what was counted of it stays."""
    must_keep(by, campaign)
    _move(campaign, tuple(state for state in State if state is not State.ENDED), State.ENDED, "end", by)


def withdraw_report(campaign: Campaign, *, by: User) -> None:
    """Let every link to a campaign's report that was given out open nothing any more."""
    must_keep(by, campaign)
    with transaction.atomic():
        Campaign.objects.filter(pk=campaign.pk).update(report_serial=F("report_serial") + 1)
        record("withdraw report", campaign, by=by)
    campaign.refresh_from_db()


def _move(
    campaign: Campaign, before: tuple[State, ...], to: State, act: str, by: User, **more: object
) -> None:
    with transaction.atomic():
        moved = Campaign.objects.filter(pk=campaign.pk, state__in=before).update(state=to, **more)
        if not moved:
            campaign.refresh_from_db()
            raise Conflict(_("This cannot be done now: %(state)s.") % {"state": campaign.get_state_display()})
        record(act, campaign, by=by)
        _print(campaign)
    campaign.refresh_from_db()


def _print(campaign: Campaign) -> None:
    transaction.on_commit(partial(follow_paper, campaign.paper))
