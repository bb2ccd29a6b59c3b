"""Every write to a story: publish, withdraw, kill, spike; each is one transaction or nothing."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.dispatch import Signal
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Revision

from kabar import clock
from kabar.crash import crash_at
from kabar.editions.models import Edition
from kabar.editions.services import open_edition
from kabar.pictures.models import Picture
from kabar.pictures.services import print_sizes, release, retract
from kabar.staff.models import AuditEntry, User
from kabar.staff.services import record
from kabar.stories import addresses, checklist, embargoes, press_keys
from kabar.stories.models import State, Story
from kabar.stories.permissions import must
from kabar.stories.pictures_used import pictures_of, printed_by, remember, unused
from kabar.stories.refusals import StateConflict
from kabar.stories.signals import story_killed, story_published, story_updated, story_withdrawn

MAY_PUBLISH = (State.DRAFT, State.LIVE, State.WITHDRAWN)
MAY_LEAVE = (State.LIVE,)
MAY_SPIKE = (State.DRAFT, State.WITHDRAWN)


def save_draft(story: Story, *, by: User | None = None) -> Revision:
    """Keep the present text as a revision; what readers see does not change."""
    _ask(by, "change" if story.pk else "add", story)
    story.paper = story.section.paper
    if story.pk is None:
        story.live = False
        story.save()
    return story.save_revision(user=by)


def publish(
    story: Story, *, by: User | None = None, revision: Revision | None = None, at: datetime | None = None
) -> Edition:
    """Send a story's newest text, or one revision of it, to every reader; return the edition.

    `at` dates a first publication in the past, for archives. A revision that readers see already is not
    printed again: its edition is returned. Raise StateConflict for a killed, spiked or embargoed story and
    ValidationError for one that cannot be printed.
    """
    _ask(by, "publish", story)
    revision = revision or _newest(story, by)
    pictures = make_ready(story, revision, by=by)
    with transaction.atomic():
        crash_at("publish:begun")
        _change_state(story, MAY_PUBLISH, State.LIVE)
        embargoes.must_be_over(story)
        if Story.objects.filter(pk=story.pk, live=True, live_revision=revision).exists():
            return _edition_of(story)
        # Asked after the row is ours: of two who publish at once, the second must see what the first printed.
        before = _as_printed(story.pk)
        printed = _put_live(story.pk, revision, by, at or clock.now())
        replaced = printed_by(printed)
        release(pictures)
        remember(printed, pictures)
        act = "update" if before else "publish"
        edition = _open(printed, Edition.Kind(act), left=before)
        record(act, printed, by=by, revision=revision.pk, path=printed.path, edition=edition.number)
        _tell(story_updated if before else story_published, printed, edition)
        _retract_unused(replaced)
        crash_at("publish:before-commit")
    crash_at("publish:committed")
    _refresh(story)
    return edition


def make_ready(story: Story, revision: Revision, *, by: User | None = None) -> list[Picture]:
    """Do what takes its time before a revision is published, and refuse what cannot be.

    Nothing of it may be seen before the hour, so an embargo is asked about first.
    """
    embargoes.must_be_over(story)
    draft = revision.as_object()
    # A draft may stand in another section than the story readers see; it goes to press at both desks.
    _ask(by, "publish", draft)
    checklist.must_pass(draft)
    pictures = pictures_of(draft)
    print_sizes(pictures)
    return pictures


def withdraw(story: Story, *, by: User | None, reason: str = "") -> Edition:
    """Take a live story from readers; its address answers 410 until it is published again."""
    _ask(by, "withdraw", story)
    return _leave(story, State.WITHDRAWN, Edition.Kind.WITHDRAW, story_withdrawn, by, reason)


def kill(story: Story, *, by: User | None, reason: str) -> Edition:
    """Take a live story from readers for good; its address answers 410 with the reason."""
    _ask(by, "kill", story)
    if not reason.strip():
        raise ValidationError(_("A story is killed for a stated reason; write it down."))
    return _leave(story, State.KILLED, Edition.Kind.KILL, story_killed, by, reason)


def spike(story: Story, *, by: User | None) -> None:
    """Put away a story that readers do not see."""
    _ask(by, "spike", story)
    with transaction.atomic():
        _change_state(story, MAY_SPIKE, State.SPIKED)
        record("spike", story, by=by)
    _refresh(story)


def unspike(story: Story, *, by: User | None) -> None:
    """Take a story off the spike; it is a draft again."""
    _ask(by, "spike", story)
    with transaction.atomic():
        _change_state(story, (State.SPIKED,), State.DRAFT)
        record("unspike", story, by=by)
    _refresh(story)


def _ask(by: User | None, act: str, story: Story) -> None:
    """Refuse what someone has no right to; what the machine does, nobody has to be asked for."""
    if by is not None:
        must(by, act, story)


def _newest(story: Story, by: User | None) -> Revision:
    """Return the newest revision, made of the present text when there is none."""
    return story.get_latest_revision() or save_draft(story, by=by)


def _change_state(story: Story, allowed: tuple[State, ...], becomes: State, **also: object) -> None:
    """Move a story from one of the allowed states; whoever comes second is told so."""
    changed = Story.objects.filter(pk=story.pk, state__in=allowed).update(state=becomes, **also)
    if not changed:
        stands = Story.objects.filter(pk=story.pk).values_list("state", flat=True).first()
        label = State(stands).label if stands else _("deleted")
        raise StateConflict(
            _("“%(story)s” is %(state)s, so it cannot become %(becomes)s.")
            % {"story": story, "state": label, "becomes": becomes.label}
        )


def _put_live(pk: int, revision: Revision, by: User | None, at: datetime) -> Story:
    """Write a revision's text onto the story that readers see."""
    printed = Story.objects.get(pk=pk).with_content_json(revision.content)
    printed.paper = printed.section.paper
    printed.live = True
    printed.embargo_until = None
    printed.live_revision = revision
    printed.has_unpublished_changes = not revision.is_latest_revision()
    printed.first_published_at = printed.first_published_at or at
    printed.last_published_at = at
    addresses.settle(printed)
    printed.save()
    log(instance=printed, action="wagtail.publish", user=by, revision=revision, content_changed=True)
    return printed


def _leave(
    story: Story, becomes: State, kind: Edition.Kind, signal: Signal, by: User | None, reason: str
) -> Edition:
    with transaction.atomic():
        crash_at(f"{kind.value}:begun")
        _change_state(
            story,
            MAY_LEAVE,
            becomes,
            live=False,
            live_revision=None,
            has_unpublished_changes=True,
            kill_reason=reason,
        )
        gone = Story.objects.get(pk=story.pk)
        record(kind.value, gone, by=by, reason=reason)
        log(instance=gone, action="wagtail.unpublish", user=by)
        edition = _open(gone, kind)
        _tell(signal, gone, edition)
        _retract_unused(printed_by(gone))
        crash_at(f"{kind.value}:before-commit")
    crash_at(f"{kind.value}:committed")
    _refresh(story)
    return edition


def _as_printed(pk: int) -> list[str]:
    """Return the keys of the pages a live story stands on before a change; nothing for one not live."""
    story = Story.objects.filter(pk=pk, live=True).first()
    return press_keys.of(story) if story else []


def _open(story: Story, kind: Edition.Kind, *, left: list[str] | None = None) -> Edition:
    """Number the change; lists the story has left are reprinted as well as those it now stands in."""
    keys = [*press_keys.of(story), *(left or [])]
    return open_edition(kind, keys, subjects=[f"story:{story.pk}"])


def _edition_of(story: Story) -> Edition:
    """Return the edition in which a live story's present text went out."""
    acts = AuditEntry.objects.filter(subject_type="story", subject_id=str(story.pk))
    last = acts.filter(act__in=("publish", "update")).order_by("-id").first()
    number = last.details.get("edition", 0) if last else 0
    return Edition.objects.filter(number=number).first() or Edition.objects.latest("number")


def _retract_unused(pictures: list[Picture]) -> None:
    """Take away, once the change is on the disk, the pictures that no live story prints any more."""
    transaction.on_commit(lambda: retract(unused(pictures)), robust=True)


def _tell(signal: Signal, story: Story, edition: Edition) -> None:
    transaction.on_commit(lambda: signal.send_robust(sender=Story, story=story, edition=edition))


def _refresh(story: Story) -> None:
    """Bring the caller's copy up to what was written."""
    story.refresh_from_db()
