"""Every write to the schedule by the scheduler: claim under a lease, finish, put back, give up."""

from __future__ import annotations

import os
import socket
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kabar import clock
from kabar.schedule.models import PlannedAct, Stand
from kabar.schedule.queries import LATE

MAX_TRIES = 5
#: A scheduler on another machine is taken for dead after this; one on this machine as soon as it is gone.
LEASE = timedelta(seconds=15)
FIRST_PAUSE = timedelta(seconds=1)


def owner_name() -> str:
    """Return the name under which this process claims acts."""
    return f"{socket.gethostname()[:80]}/{os.getpid()}"


def claim(owner: str) -> PlannedAct | None:
    """Take the first due act by one statement, so that two schedulers never hold the same one."""
    table, now = PlannedAct._meta.db_table, clock.now()
    skip = "FOR UPDATE SKIP LOCKED" if connection.features.has_select_for_update_skip_locked else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET state = 'claimed', attempts = attempts + 1, lease_owner = %s,"
            f" lease_until = %s WHERE id = (SELECT id FROM {table} WHERE state = 'waiting'"
            f" AND try_at <= %s ORDER BY due, id LIMIT 1 {skip}) RETURNING id",
            [owner, _in_database(now + LEASE), _in_database(now)],
        )
        taken = cursor.fetchone()
    return PlannedAct.objects.select_related("planned_by").get(pk=taken[0]) if taken else None


def _in_database(instant: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(instant)


def take_back(owner: str) -> int:
    """Put back the acts whose scheduler is gone, or that this one let fall; return how many."""
    back = 0
    for planned in PlannedAct.objects.filter(state=Stand.CLAIMED)[:100]:
        if planned.lease_owner == owner or _is_gone(planned):
            back += _put_back(planned)
    return back


def _put_back(planned: PlannedAct) -> int:
    if planned.attempts >= MAX_TRIES:
        why = _("No scheduler lived to finish it in %(tries)s tries.") % {"tries": MAX_TRIES}
        return give_up(planned, why)
    return held(planned).update(state=Stand.WAITING, lease_until=None, lease_owner="")


def _is_gone(planned: PlannedAct) -> bool:
    """Whether a claim has outlived its owner: its lease is over, or its process on this machine has ended."""
    if planned.lease_until is None or planned.lease_until < clock.now():
        return True
    host, _slash, pid = planned.lease_owner.rpartition("/")
    return host == socket.gethostname()[:80] and pid.isdigit() and not _lives(int(pid))


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def held(planned: PlannedAct) -> QuerySet[PlannedAct]:
    """Return an act's row only while this claim of it stands."""
    return PlannedAct.objects.filter(
        pk=planned.pk, state=Stand.CLAIMED, lease_owner=planned.lease_owner, attempts=planned.attempts
    )


def finish(planned: PlannedAct) -> bool:
    """Call an act done, inside the transaction that does it; False when the claim has passed on."""
    now = clock.now()
    why = planned.why or (_why_late(planned) if now - planned.due > LATE else "")
    return bool(held(planned).update(state=Stand.DONE, ended_at=now, lease_until=None, why=why))


def _why_late(planned: PlannedAct) -> str:
    if planned.attempts > 1:
        return _("It needed %(tries)s tries.") % {"tries": planned.attempts}
    return _("The scheduler was not running, or busy, at its hour.")


def end(planned: PlannedAct, stand: Stand, why: str) -> int:
    """End an act in the state it came to, and say why."""
    return held(planned).update(state=stand, ended_at=clock.now(), lease_until=None, why=why[:300])


def give_up(planned: PlannedAct, why: str) -> int:
    """Give an act up; it is shown until somebody retries or cancels it."""
    return end(planned, Stand.FAILED, why)


def hold(planned: PlannedAct, why: str) -> int:
    """Set an act aside until somebody releases it."""
    return held(planned).update(state=Stand.HELD, lease_until=None, why=why[:300])


def fail(planned: PlannedAct, why: str) -> int:
    """Put an act back for a later try, or give it up after the last."""
    if planned.attempts >= MAX_TRIES:
        return give_up(planned, why)
    later = clock.now() + FIRST_PAUSE * 4 ** (planned.attempts - 1)
    return held(planned).update(
        state=Stand.WAITING, try_at=later, lease_until=None, lease_owner="", why=why[:300]
    )
