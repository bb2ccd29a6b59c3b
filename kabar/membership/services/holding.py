"""What becomes of a membership: entitled, cancelled, paused, resumed, given, over."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from kabar import clock
from kabar.jobs.services import enqueue
from kabar.membership import queries
from kabar.membership.models import Holding, Kind, Membership, Plan, SeatState, Unit
from kabar.membership.refusals import Conflict, Refused
from kabar.membership.signals import membership_ended
from kabar.readers import services as readers
from kabar.readers.models import Entitlement, Reader
from kabar.staff.models import User
from kabar.staff.permissions import must
from kabar.staff.rights import ADMINISTER
from kabar.staff.services import record

SEND = "kabar.membership.tasks.send_letter"


def entitle(membership: Membership) -> None:
    """Give everybody it is for what the plan entitles to, as long as it lasts, and nothing else by it."""
    until, names = queries.reads_until(membership), list(membership.plan.entitlements)
    if membership.state not in (Holding.RUNNING, Holding.CANCELLED):
        names = []
    for reader, because in holders(membership):
        give_exactly(reader, names, until=until, because=because)


def give_exactly(reader: Reader, names: list[str], *, until: datetime | None, because: str) -> None:
    """Grant these entitlements for a reason, and take back every other that was granted for it."""
    for name in names:
        readers.grant(reader, name, until=until, because=because)
    others = Entitlement.objects.filter(reader=reader, because=because, revoked=None).exclude(name__in=names)
    for name in others.values_list("name", flat=True):
        readers.revoke(reader, name, because=because)


def holders(membership: Membership) -> list[tuple[Reader, str]]:
    """Return everybody a membership is for, and by what name their entitlements are known."""
    taken = membership.seats.filter(state=SeatState.TAKEN).select_related("reader")
    shared = [(seat.reader, seat.because) for seat in taken if seat.reader is not None]
    return [(membership.reader, membership.because), *shared]


def move(membership: Membership, came_from: tuple[Holding, ...], to: Holding, **fields: Any) -> None:
    """Change where a membership stands, if it still stands where it is thought to; else raise Conflict."""
    changed = Membership.objects.filter(pk=membership.pk, state__in=came_from).update(state=to, **fields)
    if not changed:
        raise Conflict(_("The membership stands otherwise by now. Please look at it again."))
    membership.refresh_from_db()


@transaction.atomic
def cancel(membership: Membership) -> None:
    """Let it run to the end that is paid for, without a word about renewing."""
    move(membership, (Holding.RUNNING,), Holding.CANCELLED)
    record("cancel-membership", membership, by=None)
    entitle(membership)
    enqueue(SEND, ["cancelled", membership.pk])


@transaction.atomic
def take_up_again(membership: Membership) -> None:
    """Think better of a cancellation."""
    move(membership, (Holding.CANCELLED,), Holding.RUNNING)
    record("take-up-membership", membership, by=None)
    entitle(membership)


@transaction.atomic
def pause(membership: Membership) -> None:
    """Put it aside; what is left of it is kept."""
    now = clock.now()
    if membership.until is None or membership.plan.unit == Unit.DAY or membership.until <= now:
        raise Refused(_("This membership cannot be paused."))
    came_from = (Holding.RUNNING, Holding.CANCELLED)
    move(membership, came_from, Holding.PAUSED, left=membership.until - now)
    record("pause-membership", membership, by=None)
    entitle(membership)


@transaction.atomic
def resume(membership: Membership) -> None:
    """Take up what was left of it."""
    until = clock.now() + (membership.left or clock.A_DAY * 0)
    move(membership, (Holding.PAUSED,), Holding.RUNNING, left=None, until=until)
    record("resume-membership", membership, by=None)
    entitle(membership)


@transaction.atomic
def give(reader: Reader, plan: Plan, *, until: datetime | None, reason: str, by: User) -> Membership:
    """Give somebody a membership that nobody pays for: staff, guests, an apology."""
    must(by, ADMINISTER)
    if plan.kind != Kind.GIVEN:
        raise Refused(_("Choose a plan that the newsroom gives out."))
    if not reason.strip():
        raise Refused(_("Say why; the record keeps it."))
    membership = Membership.objects.create(
        paper=plan.paper, reader=reader, plan=plan, until=until, given=True, reason=reason.strip()[:200],
        given_by=by,
    )  # fmt: skip
    record("give-membership", membership, by=by, reason=reason.strip()[:200])
    entitle(membership)
    return membership


@transaction.atomic
def end(membership: Membership, *, by: User | None = None, why: str = "over") -> None:
    """End it now; nobody reads by it any more."""
    came_from = (Holding.RUNNING, Holding.CANCELLED, Holding.PAUSED)
    move(membership, came_from, Holding.ENDED, until=min(membership.until or clock.now(), clock.now()))
    record("end-membership", membership, by=by, why=why)
    entitle(membership)
    transaction.on_commit(lambda: membership_ended.send(Membership, membership=membership))


def take_back_given(membership: Membership, *, by: User) -> None:
    """Take back what the newsroom gave."""
    must(by, ADMINISTER)
    if not membership.given:
        raise Refused(_("This one is paid for: refund it."))
    end(membership, by=by, why="taken back")


def end_what_is_over() -> int:
    """End the memberships whose time and grace are over; return how many."""
    ended = 0
    late = clock.now() - clock.A_DAY * settings.PAPER.membership.grace_days
    running = (Holding.RUNNING, Holding.CANCELLED)
    over = Membership.objects.filter(state__in=running, until__lte=clock.now()).select_related("plan")
    for membership in over:
        graced = queries.reads_until(membership) != membership.until
        if graced and membership.until and membership.until > late:
            continue
        try:
            with transaction.atomic():
                end(membership)
                enqueue(SEND, ["ended", membership.pk])
        except Conflict:
            continue
        ended += 1
    return ended
