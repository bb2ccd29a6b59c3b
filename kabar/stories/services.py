"""Every write to a story: publish, withdraw, kill, spike; each is one transaction or nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
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
from kabar.stories import access, addresses, checklist, embargoes, press_keys
from kabar.stories.clips_used import clips_of
from kabar.stories.models import State, Story, Takedown
from kabar.stories.permissions import must, must_leave_access
from kabar.stories.pictures_used import pictures_of
from kabar.stories.printed import CLIPS, PICTURES
from kabar.stories.refusals import StateConflict
from kabar.stories.rules import Ground
from kabar.stories.signals import story_killed, story_published, story_updated, story_withdrawn
from kabar.video import services as video
from kabar.video.models import Clip

MAY_PUBLISH = (State.DRAFT, State.LIVE, State.WITHDRAWN)
MAY_LEAVE = (State.LIVE,)
MAY_SPIKE = (State.DRAFT, State.WITHDRAWN)


def save_draft(story: Story, *, by: User | None = None) -> Revision:
    """Keep the present text as a revision; what readers see does not change."""
    _ask(by, "change" if story.pk else "add", story)
    story.paper = story.section.paper
    if by is not None:
        must_leave_access(by, story)
    with transaction.atomic():
        if story.pk is None:
            story.live = False
            story.save()
        return story.save_revision(user=by)


@dataclass(frozen=True, slots=True)
class Amendment:
    """What makes a publication another act: the states it starts from, its kind, and what is written with it.

    `write` is given what readers saw before, what they see now and the edition, inside the transaction.
    """

    kind: Edition.Kind
    allowed: tuple[State, ...]
    write: Callable[[Story | None, Story, Edition], None]
    keys: Sequence[str] = ()


def publish(
    story: Story,
    *,
    by: User | None = None,
    revision: Revision | None = None,
    at: datetime | None = None,
    amending: Amendment | None = None,
) -> Edition:
    """Send a story's newest text, or one revision of it, to every reader; return the edition.

    `at` dates a first publication in the past, for archives. A revision that readers see already is not
    printed again: its edition is returned. Raise StateConflict for a killed, spiked or embargoed story and
    ValidationError for one that cannot be printed.
    """
    act = "correct" if amending else "publish"
    _ask(by, act, story)
    revision = revision or _newest(story, by)
    ready = make_ready(story, revision, by=by, act=act)
    with transaction.atomic():
        crash_at("publish:begun")
        _change_state(story, amending.allowed if amending else MAY_PUBLISH, State.LIVE)
        # Read after the row is ours: of two who publish at once, the second must see what the first printed.
        kept = Story.objects.get(pk=story.pk)
        embargoes.must_have_passed(kept, kept.embargo_until)
        if not amending and kept.live and kept.live_revision_id == revision.pk:
            return _edition_of(story)
        standing = kept if kept.live else None
        before = press_keys.of(standing) if standing else []
        printed = _laid_out(kept, revision, at or clock.now())
        # Asked before it is saved, as the revision's names are at hand until then.
        keys = [*press_keys.of(printed), *before, *(amending.keys if amending else ())]
        _put_live(printed, revision, by)
        release(ready.pictures)
        replaced = PICTURES.remember(printed, ready.pictures)
        video.release(ready.clips)
        clips_replaced = CLIPS.remember(printed, ready.clips)
        kind = amending.kind if amending else Edition.Kind.UPDATE if standing else Edition.Kind.PUBLISH
        edition = open_edition(kind, keys, subjects=[press_keys.story(printed.pk)])
        went_ahead = {"went_ahead": ready.urged} if ready.urged else {}
        facts = {"revision": revision.pk, "path": printed.path, "edition": edition.number, **went_ahead}
        record(kind.value, printed, by=by, **facts, **_reading(standing, printed))
        if amending:
            amending.write(standing, printed, edition)
        _tell(story_updated if standing else story_published, printed, edition)
        _retract_unused(replaced, clips_replaced)
        crash_at("publish:before-commit")
    crash_at("publish:committed")
    _refresh(story)
    return edition


@dataclass(frozen=True, slots=True)
class Ready:
    """A revision that may go to press: what it prints, and what the checks urged against it."""

    pictures: list[Picture]
    clips: list[Clip]
    urged: list[str]


def make_ready(story: Story, revision: Revision, *, by: User | None = None, act: str = "publish") -> Ready:
    """Do what takes its time before a revision is published, and refuse what cannot be.

    Nothing of it may be seen before the hour, so an embargo is asked about first.
    """
    embargoes.must_be_over(story)
    draft = revision.as_object()
    # A draft may stand in another section than the story readers see; it goes to press at both desks.
    _ask(by, act, draft)
    urged = checklist.must_pass(draft)
    pictures = pictures_of(draft)
    print_sizes(pictures)
    return Ready(pictures, clips_of(draft), urged)


def withdraw(story: Story, *, by: User | None, reason: str) -> Edition:
    """Take a live story from readers for now; its address answers 410 with the reason until it returns."""
    _ask(by, "withdraw", story)
    return _leave(story, State.WITHDRAWN, Edition.Kind.WITHDRAW, story_withdrawn, by, reason)


def kill(story: Story, *, by: User | None, reason: str, ground: Ground) -> Edition:
    """Take a live story from readers for good; its address answers 410 with the ground and the reason."""
    _ask(by, "kill", story)
    return _leave(story, State.KILLED, Edition.Kind.KILL, story_killed, by, reason, Ground(ground))


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


def _laid_out(kept: Story, revision: Revision, at: datetime) -> Story:
    """Return the story with a revision's text, as readers will see it."""
    is_newest = kept.latest_revision_id == revision.pk
    if is_newest:
        # It is at hand, and would be read again.
        kept.latest_revision = revision
    printed = kept.with_content_json(revision.content)
    printed.paper = printed.section.paper
    printed.live = True
    printed.kill_reason = ""
    printed.access = printed.access or access.usual(printed)
    printed.embargo_until = None
    printed.live_revision = revision
    printed.has_unpublished_changes = not (is_newest or revision.is_latest_revision())
    printed.first_published_at = printed.first_published_at or at
    printed.last_published_at = at
    addresses.settle(printed)
    return printed


def _put_live(printed: Story, revision: Revision, by: User | None) -> None:
    printed.save()
    log(instance=printed, action="wagtail.publish", user=by, revision=revision, content_changed=True)


def _leave(
    story: Story,
    becomes: State,
    kind: Edition.Kind,
    signal: Signal,
    by: User | None,
    reason: str,
    ground: Ground | None = None,
) -> Edition:
    if not reason.strip():
        raise ValidationError(_("A story leaves readers for a stated reason; write it down."))
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
        stated = {"reason": reason, "ground": ground.value if ground else ""}
        record(kind.value, gone, by=by, **stated)
        log(instance=gone, action="wagtail.unpublish", user=by)
        keys = [*press_keys.of(gone), press_keys.ledger(gone.paper)]
        edition = open_edition(kind, keys, subjects=[press_keys.story(gone.pk)])
        Takedown.objects.create(
            paper=gone.paper,
            story=gone,
            becomes=becomes,
            at=edition.at,
            by=by,
            edition=edition.number,
            **stated,
        )
        _tell(signal, gone, edition)
        _retract_unused(PICTURES.by(gone), CLIPS.by(gone))
        crash_at(f"{kind.value}:before-commit")
    crash_at(f"{kind.value}:committed")
    _refresh(story)
    return edition


def _reading(before: Story | None, now: Story) -> dict[str, str]:
    """Return who reads a story to its end from now on, if that is another than before."""
    said = access.of(before) if before else access.Access.OPEN
    return {} if access.of(now) is said else {"access": access.of(now).value}


def _edition_of(story: Story) -> Edition:
    """Return the edition in which a live story's present text went out."""
    acts = AuditEntry.objects.filter(subject_type="story", subject_id=str(story.pk))
    last = acts.filter(act__in=[kind.value for kind in Edition.Kind]).order_by("-id").first()
    number = last.details.get("edition", 0) if last else 0
    return Edition.objects.filter(number=number).first() or Edition.objects.latest("number")


def _retract_unused(pictures: list[Picture], clips: list[Clip]) -> None:
    """Take away, once the change is on the disk, what no live story prints or shows any more."""
    transaction.on_commit(lambda: retract(PICTURES.unused(pictures)), robust=True)
    transaction.on_commit(lambda: video.retract(CLIPS.unused(clips)), robust=True)


def _tell(signal: Signal, story: Story, edition: Edition) -> None:
    transaction.on_commit(lambda: signal.send_robust(sender=Story, story=story, edition=edition))


def _refresh(story: Story) -> None:
    """Bring the caller's copy up to what was written."""
    story.refresh_from_db()
