"""What the aids do for themselves: ask links, and forget those nobody wrote with for long."""

from __future__ import annotations

from datetime import timedelta

from django_tasks import task

from kabar import clock
from kabar.jobs.periodic import periodic
from kabar.writing.links import KEPT, look
from kabar.writing.models import CheckedLink


@task()
def look_at_link(url: str) -> str:
    """Ask one address outside and keep how it answered."""
    return str(look(url))


@periodic(every=timedelta(days=1))
@task()
def forget_links() -> int:
    """Forget what was asked long ago; return how many there were."""
    return CheckedLink.objects.filter(at__lt=clock.now() - KEPT).delete()[0]
