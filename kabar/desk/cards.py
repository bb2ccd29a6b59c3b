"""Cards of the screen: one for a story on its way or an assignment, each with its one obvious next act."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kabar import clock
from kabar.desk import queries
from kabar.desk.models import UNFILED, WITH_WRITER, Assignment, Progress, ReviewState
from kabar.desk.permissions import open_among
from kabar.schedule.models import PlannedAct, Stand
from kabar.staff.models import User
from kabar.stories.models import Story

#: How long after its hour a planned act is called late on the screen; the scheduler needs a second or two.
LATE = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Act:
    """What can be done next: a link, or a button when it is done at once."""

    label: Promise | str
    url: str
    at_once: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """All a card prints. `keys` leads from a key of the keyboard to an address."""

    key: str
    title: str
    opens: str
    section: str
    state: str
    tone: str = ""
    slugline: str = ""
    who: tuple[str, ...] = ()
    since: datetime | None = None
    due: datetime | None = None
    due_word: Promise | str = ""
    late: bool = False
    #: Nothing of it is public before.
    embargo: datetime | None = None
    words: int | None = None
    present: tuple[User, ...] = ()
    notes: int = 0
    comment: str = ""
    next: Act | None = None
    keys: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rights:
    """Which of the shown stories someone may change, review and send to press."""

    user: User
    change: frozenset[int]
    review: frozenset[int]
    publish: frozenset[int]
    assigns: bool
    writes: bool


def rights_to(user: User, stories: list[Story], assigns: bool, writes: bool) -> Rights:
    """Ask once for all stories of the screen."""
    change, review, publish = (
        frozenset(open_among(user, act, stories)) for act in ("change", "review", "publish")
    )
    return Rights(user, change, review, publish, assigns, writes)


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around the shown stories: who is in them, their notes, what was wanted of them."""

    present: dict[int, list[User]]
    notes: dict[int, int]
    assignments: dict[int, Assignment]
    now: datetime


def around(stories: Iterable[Story]) -> Around:
    """Look up what stands around stories, each kind at once."""
    pks = [story.pk for story in stories]
    return Around(queries.present(pks), queries.open_notes(pks), queries.assignments_of(pks), clock.now())


def of_story(story: Story, rights: Rights, seen: Around) -> Card:
    """Return the card of a story."""
    review = getattr(story, "review", None)
    wanted = seen.assignments.get(story.pk)
    return Card(
        key=f"story:{story.pk}",
        title=getattr(story, "newest_headline", story.headline) or story.slugline or _("Untitled"),
        slugline=story.slugline,
        opens=_form_of(story) if story.pk in rights.change else story.get_absolute_url(),
        section=story.section.name,
        state=_state_of(story, review),
        tone=_tone_of(story, review),
        who=_names(story, review, wanted),
        since=_since(story, review),
        due=wanted.due if wanted else None,
        late=is_late(story, seen),
        embargo=story.embargo_until,
        words=review.words if review else None,
        present=tuple(seen.present.get(story.pk, ())),
        notes=seen.notes.get(story.pk, 0),
        comment=review.comment if review and review.state == ReviewState.RETURNED else "",
        next=_next_of(story, review, rights),
        keys=_keys_of(story, review, rights),
    )


def is_late(story: Story, seen: Around) -> bool:
    """Tell whether what was wanted of a story should have been filed by now."""
    wanted = seen.assignments.get(story.pk)
    return bool(
        wanted and wanted.due and wanted.due < seen.now and wanted.progress in UNFILED and not story.live
    )


def of_assignment(wanted: Assignment, rights: Rights, now: datetime) -> Card:
    """Return the card of an assignment nobody has begun."""
    page = reverse("kabar_desk:assignment", args=[wanted.pk])
    mine = wanted.who_id == rights.user.pk
    open_to_me = rights.writes and (mine or wanted.who_id is None)
    act = None
    if wanted.progress == Progress.WANTED and open_to_me:
        act = Act(pgettext("act", "Accept"), reverse("kabar_desk:accept", args=[wanted.pk]), at_once=True)
    elif wanted.progress == Progress.ACCEPTED and mine:
        act = Act(_("Begin writing"), reverse("kabar_desk:begin", args=[wanted.pk]), at_once=True)
    elif rights.assigns:
        act = Act(_("Change"), page)
    return Card(
        key=f"assignment:{wanted.pk}",
        title=wanted.title,
        opens=page,
        section=wanted.section.name,
        state=str(wanted.get_progress_display()),
        tone=wanted.progress,
        who=(str(wanted.who),) if wanted.who else (_("nobody yet"),),
        since=wanted.changed_at,
        due=wanted.due,
        late=bool(wanted.due and wanted.due < now),
        next=act,
        keys={"assign": page} if rights.assigns else {},
    )


def of_planned(planned: PlannedAct, rights: Rights, seen: Around) -> Card:
    """Return the card of what is to happen to a story at its hour."""
    story = planned.its_story
    stuck = planned.state in (Stand.HELD, Stand.FAILED)
    embargoed = story.embargo_until is not None
    plan = reverse("schedule:story", args=[story.pk])
    return Card(
        key=f"planned:{planned.pk}",
        title=getattr(planned, "newest_headline", story.headline) or story.slugline or _("Untitled"),
        slugline=story.slugline,
        opens=_form_of(story) if story.pk in rights.change else plan,
        section=story.section.name,
        state=_state_of_planned(planned, stuck, embargoed),
        tone="flagged" if stuck else "embargo" if embargoed else "approved",
        who=(str(planned.planned_by),) if planned.planned_by else (),
        due=planned.due,
        due_word=_("Embargo until") if story.embargo_until == planned.due else pgettext("hour", "At"),
        late=stuck or planned.due < seen.now - LATE,
        embargo=story.embargo_until if story.embargo_until != planned.due else None,
        present=tuple(seen.present.get(story.pk, ())),
        notes=seen.notes.get(story.pk, 0),
        comment=planned.why if stuck else "",
        next=Act(_("See the plan"), plan),
        keys={"note": reverse("kabar_desk:notes", args=[story.pk])},
    )


def _state_of_planned(planned: PlannedAct, stuck: bool, embargoed: bool) -> str:
    if stuck:
        return str(planned.get_state_display())
    return _("embargo") if embargoed else str(planned.get_act_display())


def _form_of(story: Story) -> str:
    return reverse("stories:edit", args=[story.pk])


def _state_of(story: Story, review: Any) -> str:
    if story.live and not story.has_unpublished_changes:
        return str(story.get_state_display())
    if story.live and (review is None or review.state in WITH_WRITER):
        return _("newer draft")
    return str(review.get_state_display() if review else story.get_state_display())


def _tone_of(story: Story, review: Any) -> str:
    if story.live and not story.has_unpublished_changes:
        return "live"
    return str(review.state) if review else str(story.state)


def _names(story: Story, review: Any, wanted: Assignment | None) -> tuple[str, ...]:
    """Return whose story it is: its byline, or who has it in hand."""
    named = tuple(byline.author.name for byline in story.bylines.all())
    if named:
        return named
    holder = (wanted and wanted.who) or (review and review.written_by)
    return (str(holder),) if holder else ()


def _since(story: Story, review: Any) -> datetime | None:
    if story.live and not story.has_unpublished_changes:
        return story.first_published_at
    if review is None:
        return story.created_at
    return review.written_at if review.state == ReviewState.IN_WRITING else review.changed_at


def _next_of(story: Story, review: Any, rights: Rights) -> Act | None:
    """Return the one obvious next act, for who looks."""
    pk = story.pk
    if story.live and not story.has_unpublished_changes:
        return Act(_("See the page"), story.get_absolute_url())
    state = review.state if review else ReviewState.IN_WRITING
    if state == ReviewState.IN_REVIEW and pk in rights.review:
        return Act(_("Review"), reverse("kabar_desk:review", args=[pk]))
    if state == ReviewState.APPROVED and pk in rights.publish:
        return Act(_("Send to press"), reverse("kabar_desk:press", args=[pk]))
    if state in WITH_WRITER and pk in rights.change:
        if review and review.written_by_id not in (None, rights.user.pk) and pk in rights.publish:
            return Act(pgettext("act", "Open"), _form_of(story))
        if state == ReviewState.RETURNED:
            return Act(pgettext("act", "Mend"), _form_of(story))
        return Act(pgettext("act", "File"), reverse("kabar_desk:file", args=[pk]))
    return None


def _keys_of(story: Story, review: Any, rights: Rights) -> dict[str, str]:
    """Return where the keyboard leads on this card."""
    pk, keys = story.pk, {"note": reverse("kabar_desk:notes", args=[story.pk])}
    if rights.assigns:
        keys["assign"] = f"{reverse('kabar_desk:assign')}?story={pk}"
    if story.live and not story.has_unpublished_changes:
        return keys
    if pk in rights.review and review and review.state in (ReviewState.IN_REVIEW, ReviewState.APPROVED):
        keys["review"] = reverse("kabar_desk:review", args=[pk])
    elif pk in rights.change and review and review.state in WITH_WRITER:
        keys["review"] = reverse("kabar_desk:file", args=[pk])
    if pk in rights.publish:
        keys["press"] = reverse("kabar_desk:press", args=[pk])
    return keys
