"""What the staff department does for itself, again and again."""

from __future__ import annotations

from datetime import timedelta

from django_tasks import task

from kabar import clock
from kabar.jobs.periodic import periodic
from kabar.staff.models import Invitation, NewsroomSession


@periodic(every=timedelta(hours=1))
@task()
def forget_what_ended() -> int:
    """Throw away sessions and invitations whose time is over; return how many there were."""
    now = clock.now()
    sessions, _ = NewsroomSession.objects.filter(expire_date__lte=now).delete()
    invitations, _ = Invitation.objects.filter(ends_at__lte=now).delete()
    return sessions + invitations
