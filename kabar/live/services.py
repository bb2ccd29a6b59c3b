"""Every write to a live story: open, tell, close; each one transaction with an edition."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kabar import clock
from kabar.editions.models import Edition
from kabar.editions.services import open_edition
from kabar.live import press_keys
from kabar.live.models import Entry, LiveStory
from kabar.live.sound import Words, must_be_sound
from kabar.pictures.models import Picture
from kabar.pictures.services import print_sizes, release, retract
from kabar.staff.models import Author, User
from kabar.staff.services import record
from kabar.stories import press_keys as stories
from kabar.stories.models import Story
from kabar.stories.permissions import must, policy
from kabar.stories.pictures_used import pictures_of
from kabar.stories.printed import PICTURES
from kabar.stories.refusals import StateConflict


@dataclass(frozen=True, slots=True)
class Sent:
    """An entry as it was kept, and what the checks said of it."""

    entry: Entry
    urged: list[str]


def open_live(story: Story, *, by: User, straight: bool = True) -> LiveStory:
    """Make a story that readers see a live one, or open a closed one again.

    `straight` lets entries of those who may not publish reach readers without an editor's look.
    """
    must(by, "publish", story)
    with transaction.atomic():
        # The row is written first, so that nobody takes the story from readers meanwhile.
        if not Story.objects.filter(pk=story.pk, live=True).update(live=True):
            raise StateConflict(_("Only a story that readers see can be told live."))
        shown, made = LiveStory.objects.get_or_create(story=story, defaults={"straight": straight})
        closed = LiveStory.objects.filter(pk=shown.pk, state=LiveStory.State.CLOSED)
        if not made and not closed.update(state=LiveStory.State.OPEN, closed_at=None, straight=straight):
            raise StateConflict(_("This story is told live already."))
        # A page printed before has no key of a live story yet, and lists say that it is told live.
        _tell(shown, *stories.of(story))
        record("live open", story, by=by, straight=straight)
    shown.refresh_from_db()
    return shown


def close(shown: LiveStory, *, by: User) -> None:
    """End a live story: its page stays as it is, an ordinary page."""
    must(by, "publish", shown.story)
    with transaction.atomic():
        ended = LiveStory.objects.filter(pk=shown.pk, state=LiveStory.State.OPEN)
        if not ended.update(state=LiveStory.State.CLOSED, closed_at=clock.now()):
            raise StateConflict(_("This live story is closed."))
        _tell(shown, *stories.of(shown.story))
        record("live close", shown.story, by=by)


def summarise(shown: LiveStory, summary: str, *, by: User, anyway: bool = False) -> None:
    """Pin what a reader who comes late should know first."""
    must(by, "publish", shown.story)
    if summary.strip():
        must_be_sound(shown.story, Words(body=summary, anyway=anyway))
    with transaction.atomic():
        number = _tell(shown)
        LiveStory.objects.filter(pk=shown.pk).update(summary=summary.strip(), summary_number=number)
        record("live summary", shown.story, by=by, edition=number)


def send(shown: LiveStory, words: Words, *, by: User, token: UUID | None = None) -> Sent:
    """Keep an entry, and tell readers if whoever sends it may; a form sent twice is one entry."""
    must(by, "change", shown.story)
    urged = must_be_sound(shown.story, words)
    told = shown.straight or _may_publish(shown, by)
    if words.picture:
        print_sizes([words.picture])
    with transaction.atomic():
        _must_be_open(shown)
        given = {**words.fields(), "by": by, "author": Author.objects.filter(user=by).first()}
        entry, made = Entry.objects.get_or_create(live_story=shown, token=token or uuid4(), defaults=given)
        if made:
            if told:
                _publish(entry)
            record("live entry", shown.story, by=by, entry=entry.pk, told=told, went_ahead=urged)
    entry.refresh_from_db()
    return Sent(entry, urged)


def let_through(entry: Entry, *, by: User) -> None:
    """Tell readers of an entry that waited for an editor."""
    must(by, "publish", entry.live_story.story)
    with transaction.atomic():
        _must_be_open(entry.live_story)
        waits = Entry.objects.filter(pk=entry.pk, state=Entry.State.WAITING)
        if not waits.update(state=Entry.State.PUBLISHED, at=clock.now()):
            raise StateConflict(_("This entry does not wait any more."))
        _publish(entry)
        record("live entry", entry.live_story.story, by=by, entry=entry.pk, told=True)


def correct(entry: Entry, body: str, note: str, *, by: User, anyway: bool = False) -> None:
    """Change what an entry says and tell readers what was wrong."""
    _must_answer_for(entry, by)
    if not note.strip() or not body.strip():
        raise ValidationError(_("Say to readers what was wrong; a correction is never silent."))
    must_be_sound(entry.live_story.story, Words(body=f"{body}\n\n{note}", title=entry.title, anyway=anyway))
    with transaction.atomic():
        changed = {"body": body.strip(), "correction": note.strip(), "corrected_at": clock.now()}
        if not Entry.objects.filter(pk=entry.pk, state=Entry.State.PUBLISHED).update(**changed):
            raise StateConflict(_("Only an entry that readers see can be corrected."))
        _number(entry)
        record(
            "live correct", entry.live_story.story, by=by, entry=entry.pk, was=entry.body, reason=note.strip()
        )


def withdraw(entry: Entry, reason: str, *, by: User) -> None:
    """Take an entry back: readers see that one stood here and why it does not any more."""
    _must_answer_for(entry, by)
    if not reason.strip():
        raise ValidationError(_("An entry is withdrawn for a stated reason; write it down."))
    with transaction.atomic():
        standing = Entry.objects.filter(pk=entry.pk).exclude(state=Entry.State.WITHDRAWN)
        if not standing.update(state=Entry.State.WITHDRAWN, reason=reason.strip()[:300]):
            raise StateConflict(_("This entry is withdrawn already."))
        _hang_pictures(entry.live_story.story_id)
        if entry.number is not None:
            _number(entry)
        record("live withdraw", entry.live_story.story, by=by, entry=entry.pk, reason=reason.strip())


def became_story(entry: Entry, draft: Story, *, by: User) -> None:
    """Tie an entry to the story that was begun from it; readers are led there once it is published."""
    with transaction.atomic():
        if not Entry.objects.filter(pk=entry.pk, became=None).update(became=draft):
            raise StateConflict(_("A story was begun from this entry already."))
        record("live story", draft, by=by, entry=entry.pk, of=entry.live_story.story_id)


def lead_to(story: Story) -> int:
    """Have the entries from which a story was begun told anew, now that readers can open it."""
    begun_from = Entry.objects.filter(became=story, state=Entry.State.PUBLISHED)
    if not begun_from.exists():
        return 0
    with transaction.atomic():
        entries = begun_from.select_related("live_story")
        for entry in entries:
            _number(entry)
    return len(entries)


def _must_be_open(shown: LiveStory) -> None:
    """Hold an open live story until commit; whoever comes after it was closed is told so."""
    still = LiveStory.objects.filter(pk=shown.pk, state=LiveStory.State.OPEN, story__live=True)
    if not still.update(state=LiveStory.State.OPEN):
        raise StateConflict(_("This live story is closed."))


def _must_answer_for(entry: Entry, by: User) -> None:
    """An entry is changed by who may publish, or by its own writer where entries go straight to readers."""
    own = entry.by_id == by.pk and entry.live_story.straight
    must(by, "change" if own else "publish", entry.live_story.story)


def _may_publish(shown: LiveStory, by: User) -> bool:
    return policy.user_has_permission_for_instance(by, "publish", shown.story)


def _publish(entry: Entry) -> None:
    Entry.objects.filter(pk=entry.pk).update(state=Entry.State.PUBLISHED)
    # Pictures before the edition, as a publication takes them: in another order two might deadlock.
    _hang_pictures(entry.live_story.story_id)
    _number(entry)


def _number(entry: Entry) -> None:
    Entry.objects.filter(pk=entry.pk).update(number=_tell(entry.live_story))


def _tell(shown: LiveStory, *also: str) -> int:
    """Open the edition by which everybody who follows the live story hears of a change; return its number."""
    edition = open_edition(
        Edition.Kind.UPDATE,
        [press_keys.live(shown.story_id), *also],
        subjects=[f"live:{shown.story_id}"],
    )
    LiveStory.objects.filter(pk=shown.pk).update(number=edition.number)
    return edition.number


def _hang_pictures(story_pk: int) -> None:
    """Let readers see the pictures of the entries they see, and no others."""
    story = Story.objects.get(pk=story_pk)
    now = pictures_of(story)
    release(now)
    before = PICTURES.remember(story, now)
    gone = [picture for picture in before if picture not in now]
    transaction.on_commit(lambda: _retract(gone), robust=True)


def _retract(gone: list[Picture]) -> None:
    retract(PICTURES.unused(gone))
