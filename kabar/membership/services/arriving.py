"""Members who come along from another system: an account each, and the time they have paid for there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from django.db import transaction

from kabar import clock
from kabar.config import Paper
from kabar.membership import lists, queries
from kabar.membership.lists import Listed, Unread
from kabar.membership.models import Holding, Membership, Plan
from kabar.membership.models.plans import SOLD
from kabar.membership.services.holding import entitle
from kabar.progress import Progress
from kabar.readers import services as readers
from kabar.readers.models import Reader
from kabar.staff.services import record
from kabar.wire.reports import ImportRefused, Report, Tally

AT_ONCE = 200
SINCE = "since when they are members there cannot be read: since today"
PAID_BEFORE = "had paid there until a day that is over: an account alone"
NO_PLAN = "paid there: an account alone; --plan SLUG says what they hold here"
NO_END = "paid there, until when is not said: an account alone; --until DATE says it"
HOLDS_ANOTHER = "holds a membership here already, which stays as it is"


@dataclass(frozen=True, slots=True)
class Terms:
    """What those who paid elsewhere hold here, and until when where their list does not say."""

    plan: Plan | None = None
    until: datetime | None = None


def terms_of(paper: Paper, slug: str, until: datetime | None) -> Terms:
    """Return the terms a publisher names; refuse a plan the paper does not sell."""
    sold = {plan.slug: plan for plan in Plan.objects.filter(paper=paper.key, kind__in=SOLD)}
    if slug and slug not in sold:
        names = ", ".join(sold) or "none; make one in the newsroom first"
        raise ImportRefused(f"--plan {slug}: no plan for readers is called so; there are {names}")
    return Terms(sold.get(slug), until)


def take_in(paper: Paper, file: Path, terms: Terms, progress: Progress, *, dry: bool = False) -> Report:
    """Take in a list of members, some hundred at once; run again, it goes on and doubles nobody.

    Nobody is written to. What they agree to is asked of each when they first sign in.
    """
    tally, seen = Tally(), set[str]()
    progress.begin(f"members of {file.name}")
    rows = lists.members(file, paper.zone)
    while batch := list(islice(rows, AT_ONCE)):
        _take(paper, file, _once(batch, seen, tally), terms, tally, dry=dry)
        progress.step(len(batch))
    progress.end()
    return tally.report(str(file))


def _once(batch: Iterable[tuple[str, Listed | Unread]], seen: set[str], tally: Tally) -> list[Listed]:
    """Return the members of some rows whom no earlier row named, and count all others."""
    found = []
    for at, row in batch:
        if isinstance(row, Unread):
            tally.problem(f"{at}: {row}")
        elif row.left:
            tally.skip(row.left)
        elif row.email in seen:
            tally.skip("named twice")
        else:
            seen.add(row.email)
            found.append(row)
    return found


def _take(paper: Paper, file: Path, batch: list[Listed], terms: Terms, tally: Tally, *, dry: bool) -> None:
    with transaction.atomic():
        for listed in batch:
            tally.done[_arrive(paper, file, listed, terms, tally)] += 1
        if dry:
            transaction.set_rollback(True)


def _arrive(paper: Paper, file: Path, listed: Listed, terms: Terms, tally: Tally) -> str:
    """Open one member's account and give what they paid for; return what was done."""
    reader, new = readers.expect(paper, listed.email, name=listed.name, joined=listed.joined)
    if new and listed.joined is None:
        tally.note(SINCE)
    changed = listed.paid and _hold(reader, file, listed, terms, tally)
    return "created" if new else "updated" if changed else "unchanged"


def _hold(reader: Reader, file: Path, listed: Listed, terms: Terms, tally: Tally) -> bool:
    """Give a member the time they paid for; tell whether anything is other than before."""
    until = listed.until or terms.until
    if until is not None and until <= clock.now():
        tally.note(PAID_BEFORE)
    elif terms.plan is None:
        tally.note(NO_PLAN)
    elif until is None:
        tally.note(NO_END)
    else:
        return _give(reader, f"import members {file.name}"[:200], terms.plan, until, tally)
    return False


def _give(reader: Reader, reason: str, plan: Plan, until: datetime, tally: Tally) -> bool:
    held = queries.bought(reader)
    if held is None:
        held = Membership(paper=reader.paper, reader=reader, reason=reason)
    elif held.reason != reason or held.state != Holding.RUNNING or held.orders.exists():
        tally.note(HOLDS_ANOTHER)
        return False
    elif (held.plan, held.until) == (plan, until):
        return False
    held.plan, held.until = plan, until
    held.save()
    record("bring-membership", held, by=None, reason=reason, until=until.isoformat())
    entitle(held)
    return True
