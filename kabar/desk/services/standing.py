"""Where a story's newest version stands: kept as it is written, moved by whoever looks at it."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.dispatch import Signal
from django.utils.translation import gettext as _
from wagtail.models import Revision

from kabar import clock
from kabar.desk.models import Assignment, Progress, Review, ReviewState
from kabar.desk.permissions import clears
from kabar.desk.versions import digest_of, words_of
from kabar.stories.models import Story


class Conflict(Exception):
    """The assignment or the draft no longer stands where the act needs it; nothing was changed."""


def write_down(revision: Revision, story: Story) -> None:
    """Keep what the desk shows of a story's newest version; call it whenever a version is kept.

    A version of a writer's takes back an approval, unless it says the same; one of an editor's carries it on.
    """
    newest = {
        "revision": revision.pk,
        "words": words_of(revision.content),
        "digest": digest_of(revision.content),
        "written_by": revision.user,
        "written_at": revision.created_at,
    }
    review, begun = Review.objects.get_or_create(story=story, defaults=newest)
    if begun:
        return
    Review.objects.filter(pk=review.pk).update(**newest, **_after_writing(review, revision, story))


def _after_writing(review: Review, revision: Revision, story: Story) -> dict[str, Any]:
    if review.state not in (ReviewState.APPROVED, ReviewState.SENT):
        return {}
    same = bool(review.digest) and review.digest == digest_of(revision.content)
    if same and review.revision == revision.pk:
        return {}
    carried = review.cleared == review.revision and (same or clears(revision.user, story))
    becomes = review.state if carried and review.state == ReviewState.APPROVED else ReviewState.IN_WRITING
    return {
        "state": becomes,
        "cleared": revision.pk if carried else None,
        "changed_at": clock.now(),
        "comment": "",
        "override": "",
    }


def move(story: Story, needed: tuple[ReviewState, ...], becomes: ReviewState, **also: Any) -> Review:
    """Move a story's draft from one of some states to another; whoever comes second is told so."""
    moved = Review.objects.filter(story=story, state__in=needed).update(
        state=becomes, changed_at=clock.now(), **also
    )
    stands = Review.objects.filter(story=story).first()
    if not moved or stands is None:
        label = stands.get_state_display() if stands else _("without a version")
        raise Conflict(
            _("“%(story)s” is %(state)s, so it cannot become %(becomes)s.")
            % {"story": story, "state": label, "becomes": becomes.label}
        )
    return stands


def advance(assignment: Assignment, needed: tuple[Progress, ...], becomes: Progress, **also: Any) -> None:
    """Move an assignment likewise, and bring the caller's copy up to it."""
    moved = Assignment.objects.filter(pk=assignment.pk, progress__in=needed).update(
        progress=becomes, changed_at=clock.now(), **also
    )
    assignment.refresh_from_db()
    if not moved:
        raise Conflict(
            _("The assignment “%(title)s” is %(progress)s, so it cannot become %(becomes)s.")
            % {
                "title": assignment,
                "progress": assignment.get_progress_display(),
                "becomes": becomes.label,
            }
        )


def printed(story: Story) -> None:
    """Note that readers have a story's newest version: its review is over and its assignments are done."""
    now = clock.now()
    open_assignments = Assignment.objects.filter(story=story).exclude(
        progress__in=(Progress.DONE, Progress.DROPPED)
    )
    open_assignments.update(progress=Progress.DONE, changed_at=now)
    if story.live_revision_id is not None:
        through = Review.objects.filter(story=story, revision=story.live_revision_id)
        through.exclude(state=ReviewState.SENT).update(
            state=ReviewState.SENT, cleared=story.live_revision_id, changed_at=now
        )


def tell(signal: Signal, sender: type, **news: Any) -> None:
    """Send news when the transaction has committed."""
    transaction.on_commit(lambda: signal.send_robust(sender=sender, **news))
