"""Every named read of corrections, and of the ledger that lists them beside what was taken down."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, Count, Exists, Min, OuterRef, Q, QuerySet, Value
from django.utils.translation import gettext

from kabar.corrections.models import (
    Complaint,
    Correction,
    Kind,
    Outcome,
    ProtectedName,
    Reply,
    ReplyRequest,
)
from kabar.staff.models import User
from kabar.stories.models import State, Story, Takedown
from kabar.stories.permissions import at_desks

#: How many corrections of one story its page prints.
MOST_ON_A_STORY = 50
#: Where a story keeps them once they are asked for.
KEPT = "corrections_asked_for"
#: Amendments that close what was printed before it was verified.
CLOSES_THE_UNVERIFIED = (Kind.UPDATE, Kind.CORRECTION, Kind.RETRACTION)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger: a correction, or something taken down; exactly one is there."""

    at: datetime
    correction: Correction | None = None
    takedown: Takedown | None = None

    @property
    def anchor(self) -> str:
        """Return its name on the ledger's page."""
        return self.correction.anchor if self.correction else f"takedown-{self.subject.pk}"

    @property
    def subject(self) -> Any:
        """Return what the line tells of."""
        return self.correction or self.takedown

    @property
    def kind(self) -> str:
        """Return what happened, in a word."""
        if self.correction:
            return str(self.correction.get_kind_display())
        return str(gettext("Taken down") if self.subject.becomes == State.KILLED else gettext("Withdrawn"))

    @property
    def story(self) -> Story:
        """Return the story; its words may be printed only while readers see it."""
        return self.subject.story


def of_story(story: Story) -> list[Correction]:
    """Return a story's own corrections and those it carries for others, newest first, asked once."""
    known: list[Correction] | None = getattr(story, KEPT, None)
    if known is None:
        about = Correction.objects.filter(Q(story=story.pk) | Q(told_in=story.pk))
        # Nearly every story has none, and the stories of those there are come with all their columns.
        found = about.select_related("story", "told_in") if about.exists() else about.none()
        known = list(found.order_by("-at", "-pk")[:MOST_ON_A_STORY])
        setattr(story, KEPT, known)
    return known


def about(story: Story) -> list[Correction]:
    """Return the corrections of a story, newest first."""
    return [correction for correction in of_story(story) if correction.story_id == story.pk]


def carried_by(story: Story) -> list[Correction]:
    """Return the corrections of other stories that readers see and that this one carries."""
    told = (one for one in of_story(story) if one.told_in_id == story.pk and one.story_id != story.pk)
    return [one for one in told if one.story.live]


def verified_in(story: Story) -> Story | None:
    """Return the story that brought what an unverified one still lacked."""
    for one in about(story):
        if one.kind in CLOSES_THE_UNVERIFIED and one.told_in and one.told_in.live:
            return one.told_in
    return None


def by_number(paper: str, number: int) -> Correction | None:
    """Return a correction of a paper by its number, with its story."""
    return Correction.objects.filter(paper=paper, pk=number).select_related("story__section").first()


def ledger(paper: str, begins: datetime | None = None, ends: datetime | None = None) -> QuerySet[Any]:
    """Return which, number and instant of every line of a paper's ledger, newest first."""
    span = {}
    if begins and ends:
        span = {"at__gte": begins, "at__lt": ends}
    return (
        _lines(Correction, paper, "correction", span)
        .union(_lines(Takedown, paper, "takedown", span), all=True)
        .order_by("-at", "-pk")
    )


def _lines(model: Any, paper: str, which: str, span: dict[str, Any]) -> QuerySet[Any]:
    named = model.objects.filter(paper=paper, **span).annotate(which=Value(which, CharField()))
    return named.order_by().values_list("which", "pk", "at")


def entries(lines: Iterable[tuple[str, int, datetime]]) -> list[Entry]:
    """Return the lines of the ledger with what they tell of, in two questions."""
    lines = list(lines)
    wanted: dict[str, list[int]] = {"correction": [], "takedown": []}
    for which, pk, _at in lines:
        wanted[which].append(pk)
    beside = ("story__section", "told_in")
    corrections = Correction.objects.select_related(*beside).defer("before", "after", "story__body")
    found: dict[str, dict[int, Any]] = {
        "correction": corrections.in_bulk(wanted["correction"]),
        "takedown": Takedown.objects.select_related("story__section").in_bulk(wanted["takedown"]),
    }
    return [Entry(at, **{which: found[which][pk]}) for which, pk, at in lines]


def newest(paper: str, limit: int) -> list[Entry]:
    """Return the newest lines of a paper's ledger."""
    return entries(ledger(paper)[:limit])


def last_before(paper: str, instant: datetime) -> datetime | None:
    """Return when the last line before an instant was written."""
    return _edge(paper, {"at__lt": instant}, "-at", max)


def first_after(paper: str, instant: datetime) -> datetime | None:
    """Return when the first line at or after an instant was written."""
    return _edge(paper, {"at__gte": instant}, "at", min)


def _edge(paper: str, span: dict[str, Any], order: str, choose: Any) -> datetime | None:
    found = [
        model.objects.filter(paper=paper, **span).order_by(order).values_list("at", flat=True).first()
        for model in (Correction, Takedown)
    ]
    return choose([at for at in found if at], default=None)


# --- the newsroom's lists -----------------------------------------------------------------------------------

#: How many lines a list of the newsroom shows; what is more pressing comes first.
SHOWN = 100


def complaints_waiting(user: User, paper: str) -> list[Complaint]:
    """Return the requests from outside that wait for someone's answer, the most pressing first."""
    theirs = Q(story=None) | at_desks(user, "correct", "story")
    waiting = Complaint.objects.filter(theirs, paper=paper, outcome=Outcome.WAITING).select_related("story")
    return list(waiting.order_by("due_at")[:SHOWN])


def replies_asked(user: User, paper: str) -> list[ReplyRequest]:
    """Return the open requests for the other side, of someone's desks, the nearest deadline first."""
    theirs = at_desks(user, "correct", "story")
    asked = ReplyRequest.objects.filter(theirs, state=Reply.ASKED, story__paper=paper).select_related("story")
    return list(asked.order_by("deadline")[:SHOWN])


def replies_of(story: Story) -> list[ReplyRequest]:
    """Return everybody asked for the other side of a story, with every attempt."""
    return list(story.reply_requests.select_related("story").prefetch_related("attempts__by").order_by("pk"))


def unverified(paper: str) -> list[Story]:
    """Return the live stories that still need to be verified: no update is linked to them yet."""
    closed = Correction.objects.filter(
        story=OuterRef("pk"), kind__in=CLOSES_THE_UNVERIFIED, told_in__live=True
    )
    stories = Story.objects.filter(paper=paper, live=True, unverified=True).exclude(Exists(closed))
    return list(stories.select_related("section").defer("body").order_by("first_published_at")[:SHOWN])


def protected_cases() -> list[dict[str, Any]]:
    """Return the cases whose names are protected, with how many names and since when."""
    cases: Any = ProtectedName.objects.values("case").annotate(names=Count("pk"), since=Min("added_at"))
    return list(cases.order_by("-since")[:SHOWN])


def complaints_about(story: Story) -> list[Complaint]:
    """Return the requests from outside about a story that wait for an answer."""
    return list(story.complaints.filter(outcome=Outcome.WAITING).order_by("due_at")[:SHOWN])


def open_beside(story: Story) -> int:
    """Return how much is open beside a story: the other side being asked, requests from outside."""
    asked = story.reply_requests.filter(state=Reply.ASKED)
    return asked.count() + story.complaints.filter(outcome=Outcome.WAITING).count()
