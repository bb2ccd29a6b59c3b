"""Tells a person what somebody did with their work: in the newsroom, and by mail when the paper has mail."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.core.mail import send_mail
from django.utils import translation

from kabar import clock
from kabar.desk.models import Assignment, Notice
from kabar.jobs import services as jobs
from kabar.staff.models import User
from kabar.stories.models import Story


def notify(
    kind: Notice.Kind,
    people: Iterable[int | None],
    *,
    key: str,
    subject: str,
    by: User | None,
    story: Story | None = None,
    assignment: Assignment | None = None,
) -> None:
    """Write a notice for each of some people but the doer; the same news twice is written once."""
    told = {person for person in people if person is not None and (by is None or person != by.pk)}
    Notice.objects.bulk_create(
        [
            Notice(
                to_id=person, kind=kind, subject=subject[:300], by=by, story=story, assignment=assignment,
                key=f"{kind}:{key}"[:80],
            )
            for person in sorted(told)
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    if told and settings.PAPER.mail.url:
        _have_mailed(f"{kind}:{key}"[:80])


def read_notices(*, by: User, through: int) -> int:
    """Note that someone has read their notices up to one; return how many were new to them."""
    unread = Notice.objects.filter(to=by, pk__lte=through, read_at=None)
    return unread.update(read_at=clock.now())


def mail(key: str) -> int:
    """Mail the notices of a piece of news, each claimed first, so that it is never sent twice."""
    sent = 0
    for notice in Notice.objects.filter(key=key, mailed_at=None).select_related("to", "by"):
        claimed = Notice.objects.filter(pk=notice.pk, mailed_at=None).update(mailed_at=clock.now())
        if claimed and notice.to.email and notice.to.is_active:
            _send(notice)
            sent += 1
    return sent


def _have_mailed(key: str) -> None:
    jobs.enqueue("kabar.desk.tasks.mail_notices", [key])


def _send(notice: Notice) -> None:
    paper = settings.PAPER
    with translation.override(paper.language):
        subject = " ".join(f"{notice}: {notice.subject}".split())
    send_mail(subject, f"{subject}\n\n{paper.address}/{paper.words.newsroom}/\n", None, [notice.to.email])
