"""Members are told before a membership ends, and when it was not renewed: each thing once."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from kabar import clock
from kabar.jobs.services import enqueue
from kabar.membership.models import Holding, Membership, Reminder
from kabar.membership.services.holding import SEND

#: What is said, and how long before the end; what lies behind the end has a length below nothing.
STEPS = (
    ("week", timedelta(days=7)),
    ("day", timedelta(days=1)),
    ("unpaid", timedelta(0)),
)


def remind() -> int:
    """Write every letter that is due; return how many."""
    now = clock.now()
    ending = Membership.objects.filter(
        state=Holding.RUNNING, given=False, until__lte=now + STEPS[0][1]
    ).select_related("plan")
    return sum(_tell(membership, now) for membership in ending if membership.plan.renews())


def _tell(membership: Membership, now: datetime) -> int:
    """Say the latest thing there is to say; what was missed before it is not made up for."""
    until = membership.until
    if until is None:
        return 0
    due = [what for what, before in STEPS if now >= until - before]
    return int(bool(due) and _first_time(membership, due[-1], until))


def _first_time(membership: Membership, what: str, until: datetime) -> bool:
    try:
        with transaction.atomic():
            Reminder.objects.create(membership=membership, what=what, until=until)
            enqueue(SEND, [what, membership.pk])
    except IntegrityError:
        return False
    return True
