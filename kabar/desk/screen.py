"""The screen of the day: its bands, and the cards in each, late ones first and apart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kabar import config
from kabar.desk import queries
from kabar.desk.cards import (
    Act,
    Around,
    Card,
    Rights,
    around,
    is_late,
    of_assignment,
    of_planned,
    of_story,
    rights_to,
)
from kabar.desk.models import WITH_WRITER, ReviewState
from kabar.desk.queries import Narrowing
from kabar.schedule.models import PlannedAct
from kabar.sections.models import Section
from kabar.staff.models import User
from kabar.stories.models import Story
from kabar.stories.permissions import policy

#: How many cards a band shows; who needs more narrows the screen or looks into the list.
SHOWN = 30
TODAY = 12


@dataclass(frozen=True, slots=True)
class Band:
    """Cards under a heading; `more` says that there are others."""

    name: str
    heading: Promise | str
    nothing: Promise | str
    cards: tuple[Card, ...]
    more: bool = False
    #: Shown on a phone before a band was chosen.
    first: bool = False


LATE = ("late", pgettext_lazy("band", "Late"), _("Nothing is late."))
WANTED = ("wanted", pgettext_lazy("band", "Assigned"), _("Nothing waits to be begun."))
WRITING = ("writing", pgettext_lazy("band", "In writing"), _("Nobody is writing anything."))
REVIEW = ("review", pgettext_lazy("band", "In review"), _("Nothing waits for a second look."))
APPROVED = ("approved", pgettext_lazy("band", "Approved"), _("Nothing waits for press."))
SCHEDULED = ("scheduled", pgettext_lazy("band", "Scheduled"), _("Nothing waits for its hour."))
TODAY_LIVE = ("live", pgettext_lazy("band", "Live today"), _("Nothing has been published today."))


#: A band of another department: its heading, and its cards for who looks.
MoreCards = Callable[
    [User, config.Paper, Narrowing], tuple[tuple[str, Promise | str, Promise | str], list[Card]]
]
_more: list[MoreCards] = []


def add_band(cards: MoreCards) -> None:
    """Have another department's band stand after the assigned; call it in an app's `ready`."""
    _more.append(cards)


def bands(user: User, paper: config.Paper, narrowing: Narrowing) -> list[Band]:
    """Return the screen, in the order of a story's day; the late ones come first and stand nowhere else."""
    planned = queries.planned(user, narrowing)
    going = _not_planned(queries.in_progress(user, narrowing), planned)
    today = queries.live_today(user, narrowing, paper.zone, TODAY)
    flagged = queries.flagged_live(user, narrowing)
    shown = [*going, *today, *flagged, *(act.its_story for act in planned)]
    rights, seen = _rights(user, shown), around(shown)
    assigned = [of_assignment(each, rights, seen.now) for each in queries.wanted(user, narrowing)]
    red = {story.pk: _flagged(story, rights, seen) for story in flagged}
    groups = [
        (WANTED, assigned),
        *(cards(user, paper, narrowing) for cards in _more),
        (WRITING, _cards([s for s in going if _with_writer(s) and not s.live], rights, seen)),
        (REVIEW, _cards([s for s in going if s.review.state == ReviewState.IN_REVIEW], rights, seen)),
        (APPROVED, _cards([s for s in going if s.review.state == ReviewState.APPROVED], rights, seen)),
        (SCHEDULED, [of_planned(act, rights, seen) for act in planned]),
        (TODAY_LIVE, _cards(_changing_first(going, today), rights, seen)),
    ]
    late = [*red.values(), *(card for _name, cards in groups for card in cards if card.late)]
    taken = {card.key for card in late}
    on_time = ((name, [card for card in cards if card.key not in taken]) for name, cards in groups)
    return _one_first([_band(LATE, _by_due(late)), *(_band(name, cards) for name, cards in on_time)])


def _not_planned(going: list[Story], planned: list[PlannedAct]) -> list[Story]:
    """Return the stories without those whose newest version waits for its hour: they stand there."""
    waiting = {(act.story_id, act.revision_id) for act in planned if act.revision_id}
    return [story for story in going if (story.pk, story.latest_revision_id) not in waiting]


def _one_first(found: list[Band]) -> list[Band]:
    """Mark the first band that holds something, else the second: an empty band of late ones is not shown."""
    chosen = next((band for band in found if band.cards), found[1])
    return [replace(band, first=True) if band is chosen else band for band in found]


def _rights(user: User, stories: list[Story]) -> Rights:
    assigns, writes = (policy.user_has_permission(user, act) for act in ("assign", "add"))
    return rights_to(user, stories, assigns, writes)


def _cards(stories: list[Story], rights: Rights, seen: Around) -> list[Card]:
    """Return the cards of what is late and will stand elsewhere, and of one more than the band shows."""
    late = [story for story in stories if is_late(story, seen)]
    others = [story for story in stories if not is_late(story, seen)]
    return [of_story(story, rights, seen) for story in (*late, *others[: SHOWN + 1])]


def _with_writer(story: Story) -> bool:
    return story.review.state in WITH_WRITER


def _changing_first(going: list[Story], today: list[Story]) -> list[Story]:
    """Return the live stories with a newer draft, then what went out today."""
    changing = [story for story in going if story.live and _with_writer(story)]
    pks = {story.pk for story in going}
    return [*changing, *(story for story in today if story.pk not in pks)]


def _flagged(story: Story, rights: Rights, seen: Around) -> Card:
    card = of_story(story, rights, seen)
    look = Act(_("See the notes"), card.keys["note"])
    return replace(card, late=True, tone="flagged", state=str(_("flagged")), next=look)


def _by_due(cards: list[Card]) -> list[Card]:
    """Return what is flagged on a live page first, then what has been due longest."""
    return sorted(cards, key=lambda card: (card.due is not None, card.due.timestamp() if card.due else 0))


def _band(name: tuple[str, Promise | str, Promise | str], cards: list[Card]) -> Band:
    return Band(*name, cards=tuple(cards[:SHOWN]), more=len(cards) > SHOWN)


@dataclass(frozen=True, slots=True)
class Choices:
    """What the screen may be narrowed to."""

    sections: list[Section]
    desks: list[tuple[int, str]]


def choices(paper: str) -> Choices:
    """Return the sections of a paper and the desks that answer for them."""
    sections = list(Section.objects.filter(paper=paper).select_related("desk").order_by("position", "name"))
    desks = {section.desk.pk: section.desk.name for section in sections if section.desk}
    return Choices(sections, sorted(desks.items(), key=lambda desk: desk[1]))
