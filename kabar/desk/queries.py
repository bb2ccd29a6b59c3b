"""Every named read of the desk; each is bounded, whatever the paper holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, F, Prefetch, Q, QuerySet, TextField
from django.db.models.functions import Coalesce
from wagtail.admin.models import EditingSession

from kabar import clock
from kabar.desk.models import (
    OPEN,
    WITH_WRITER,
    Assignment,
    EditorialNote,
    Handover,
    Notice,
    Progress,
    Review,
    ReviewState,
)
from kabar.schedule import queries as schedule
from kabar.schedule.models import PlannedAct
from kabar.staff.models import Desk, User
from kabar.staff.permissions import posts_of
from kabar.stories.models import State, Story, StoryByline
from kabar.stories.permissions import open_among, open_to, own_among, policy

#: How long a draft stays on the screen after its last version; older ones are found in the list.
REMEMBERED = timedelta(days=60)
#: How many of each kind are looked through for what somebody may see.
LOOKED_THROUGH = 200
#: How long after its last sign of life somebody still counts as being in a story.
PRESENT = timedelta(seconds=60)
#: The headline of the version that is to go out; a withdrawal has none, and means what readers see.
_HEADLINE_OF_PLAN = Coalesce("revision__object_str", "story__headline", output_field=TextField())


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What the screen is narrowed to."""

    paper: str
    desk: int | None = None
    section: int | None = None
    mine: bool = False
    words: str = ""

    def sections(self, field: str = "section") -> Q:
        """Return the condition on a section."""
        wanted = Q(**{f"{field}__desk": self.desk}) if self.desk else Q()
        return wanted & Q(**{field: self.section}) if self.section else wanted

    def holds(self, *texts: str) -> bool:
        """Tell whether every word that is looked for stands in one of some texts."""
        there = " ".join(texts).casefold()
        return all(word in there for word in self.words.casefold().split())


def in_progress(user: User, narrowing: Narrowing) -> list[Story]:
    """Return the stories on their way to press, each with its review, that someone may see."""
    reviews = _of(user) if narrowing.mine else Review.objects.all()
    since = clock.now() - REMEMBERED
    groups = (
        reviews.filter(state__in=WITH_WRITER, written_at__gte=since).order_by("-written_at"),
        reviews.filter(state=ReviewState.IN_REVIEW).order_by("changed_at"),
        reviews.filter(state=ReviewState.APPROVED).order_by("changed_at"),
    )
    waiting = [pk for group in groups for pk in group.values_list("story_id", flat=True)[:LOOKED_THROUGH]]
    going = Q(state__in=(State.DRAFT, State.WITHDRAWN)) | Q(live=True, has_unpublished_changes=True)
    found = carded(open_to(user).filter(going, narrowing.sections(), paper=narrowing.paper, pk__in=waiting))
    place = {pk: number for number, pk in enumerate(waiting)}
    stories = [story for story in found if narrowing.holds(story.newest_headline, story.slugline)]
    return sorted(stories, key=lambda story: place[story.pk])


def live_today(user: User, narrowing: Narrowing, zone: str, limit: int) -> list[Story]:
    """Return what was first published today, newest first."""
    begins, ends = clock.day_bounds(clock.today(zone), zone)
    today = Story.objects.filter(
        narrowing.sections(), paper=narrowing.paper, live=True,
        first_published_at__gte=begins, first_published_at__lt=ends,
    )  # fmt: skip
    if narrowing.mine:
        today = today.filter(bylines__author__user=user)
    today = today.order_by("-first_published_at", "-pk")[: LOOKED_THROUGH if narrowing.words else limit]
    return [story for story in carded(today) if narrowing.holds(story.headline, story.slugline)][:limit]


def carded(stories: QuerySet[Story]) -> QuerySet[Story]:
    """Return stories with what a card prints of them, and without their bodies."""
    return (
        stories.select_related("section", "review", "review__written_by", "review__asked_by")
        .prefetch_related(Prefetch("bylines", StoryByline.objects.select_related("author")))
        .defer("body", "standfirst")
        .annotate(
            newest_headline=Coalesce("latest_revision__object_str", "headline", output_field=TextField())
        )
    )


def wanted(user: User, narrowing: Narrowing) -> list[Assignment]:
    """Return the open assignments without a story yet, the most pressing first."""
    waiting = Assignment.objects.filter(
        narrowing.sections(), paper=narrowing.paper, progress__in=(Progress.WANTED, Progress.ACCEPTED)
    ).select_related("section", "who", "given_by")
    if narrowing.mine or not policy.user_has_permission(user, "assign"):
        waiting = waiting.filter(Q(who=user) | Q(who=None) | Q(given_by=user))
    found = waiting.order_by(F("due").asc(nulls_last=True), "pk")[:LOOKED_THROUGH]
    return [each for each in found if narrowing.holds(each.title, each.brief)]


def planned(user: User, narrowing: Narrowing) -> list[PlannedAct]:
    """Return what is to happen to stories at its hour, and what is held or failed, the next first."""
    acts = schedule.ahead(user).filter(narrowing.sections("story__section"), story__paper=narrowing.paper)
    found = acts.annotate(newest_headline=_HEADLINE_OF_PLAN).order_by("due", "pk")[:LOOKED_THROUGH]
    held: list[PlannedAct] = [
        act for act in found if narrowing.holds(act.newest_headline, act.its_story.slugline)
    ]
    if not narrowing.mine:
        return held
    own = own_among(user, {act.its_story.pk for act in held})
    return [act for act in held if act.planned_by_id == user.pk or act.story_id in own]


def assignments_of(stories: Iterable[int]) -> dict[int, Assignment]:
    """Return the open assignment of each of some stories, the most pressing one."""
    found = Assignment.objects.filter(story__in=list(stories), progress__in=OPEN).select_related("who")
    pressing = found.order_by(F("due").desc(nulls_first=True), "-pk")
    return {each.story_id: each for each in pressing if each.story_id is not None}


def assignment_of(story: Story) -> Assignment | None:
    """Return what was wanted of a story last."""
    return Assignment.objects.filter(story=story).select_related("who", "given_by").order_by("-pk").first()


def present(stories: Iterable[int]) -> dict[int, list[User]]:
    """Return who is in which of some stories right now."""
    kind = ContentType.objects.get_for_model(Story)
    seen = EditingSession.objects.filter(
        content_type=kind, object_id__in=[str(pk) for pk in stories],
        last_seen_at__gte=clock.now() - PRESENT,
    ).select_related("user")  # fmt: skip
    there: dict[int, dict[int, User]] = {}
    for session in seen.order_by("pk"):
        there.setdefault(int(session.object_id), {})[session.user_id] = session.user
    return {pk: list(people.values()) for pk, people in there.items()}


def open_notes(stories: Iterable[int]) -> dict[int, int]:
    """Return how many notes of each of some stories wait for an answer."""
    waiting = EditorialNote.objects.filter(resolved_at=None, answers=None, story__in=list(stories))
    return dict(waiting.values_list("story").annotate(Count("pk")).order_by())


def flagged_live(user: User, narrowing: Narrowing) -> list[Story]:
    """Return the live stories on which an urgent note is open."""
    urgent = EditorialNote.objects.filter(resolved_at=None, urgent=True).order_by("at")
    pks = list(urgent.values_list("story_id", flat=True)[:LOOKED_THROUGH])
    found = carded(open_to(user).filter(narrowing.sections(), paper=narrowing.paper, live=True, pk__in=pks))
    return [story for story in found if narrowing.holds(story.newest_headline, story.slugline)]


def notes_of(story: Story, limit: int = 100) -> list[EditorialNote]:
    """Return a story's notes with their answers, the open ones first, then the newest."""
    replies = Prefetch("replies", EditorialNote.objects.select_related("by").order_by("pk"))
    notes = EditorialNote.objects.filter(story=story, answers=None).select_related("by", "resolved_by")
    return list(
        notes.prefetch_related(replies).order_by(F("resolved_at").asc(nulls_first=True), "-pk")[:limit]
    )


def handovers(user: User, paper: str, desk: int | None) -> list[Handover]:
    """Return the hand-over notes that wait for somebody, one's own among them, oldest first."""
    waiting = Handover.objects.filter(meant_for(user), paper=paper, read_at=None)
    if desk:
        waiting = waiting.filter(Q(desk=None) | Q(desk=desk))
    found = list(waiting.select_related("by", "to", "desk").order_by("at")[:5])
    named = {line["story"] for left in found for line in left.open if "story" in line}
    stories = (
        Story.objects.filter(pk__in=named)
        .select_related("section")
        .only("section", "section__desk", "section__paper")
    )
    shut = named - open_among(user, "view", stories) if named else set()
    for left in found:
        # What was open is named as its writer saw it; who reads the note may see less.
        left.open = [line for line in left.open if line.get("story") not in shut]
    return found


def meant_for(user: User) -> Q:
    """Return the condition that a hand-over note is somebody's to read: theirs, or of a desk of theirs."""
    posts = posts_of(user)
    everybody = Q(to=None)
    if all(post.desk is not None for post in posts):
        everybody &= Q(desk=None) | Q(desk__in=[post.desk for post in posts])
    return everybody | Q(to=user) | Q(by=user)


def open_lines(user: User, paper: str, desk: Desk | None) -> list[dict[str, Any]]:
    """Return what is open now, as a hand-over note keeps it."""
    narrowing = Narrowing(paper, desk=desk.pk if desk else None)
    stories = [
        {"story": story.pk, "title": story.newest_headline, "state": story.review.state}
        for story in in_progress(user, narrowing)[:20]
    ]
    assignments = [
        {"assignment": each.pk, "title": each.title, "state": each.progress}
        for each in wanted(user, narrowing)[:20]
    ]
    return [*assignments, *stories]


def notices(user: User, limit: int = 20) -> list[Notice]:
    """Return what someone was told and has not read, newest first."""
    return list(
        Notice.objects.filter(to=user, read_at=None).select_related("by", "story").order_by("-pk")[:limit]
    )


def _of(user: User) -> QuerySet[Review]:
    """Return the reviews of someone's own work: what they wrote or filed, are named on, or were given."""
    named = StoryByline.objects.filter(author__user=user).order_by("-story_id")
    given = Assignment.objects.filter(who=user, progress__in=OPEN, story__isnull=False)
    pks = [
        *named.values_list("story_id", flat=True)[:LOOKED_THROUGH],
        *given.values_list("story_id", flat=True)[:LOOKED_THROUGH],
    ]
    return Review.objects.filter(Q(written_by=user) | Q(asked_by=user) | Q(story__in=pks))
