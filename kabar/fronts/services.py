"""Every write to the fronts: arranged by hand, now or at an hour; returned to; a story made the lead."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from kabar import clock
from kabar.desk.models import Notice
from kabar.desk.services.notices import notify
from kabar.editions.models import Edition
from kabar.editions.services import open_edition
from kabar.fronts import queries
from kabar.fronts.leaving import fitting, label_of
from kabar.fronts.leaving import gone as no_longer
from kabar.fronts.models import Arrangement, Placed
from kabar.fronts.permissions import must_arrange
from kabar.fronts.press_keys import arranged, of_place
from kabar.fronts.slots import LEAD, Choice, Choices, Place, chosen, rows, without
from kabar.masthead.printed_time import exactly
from kabar.schedule.models import Act, PlannedAct, Stand
from kabar.schedule.performers import Overtaken
from kabar.schedule.services import cancel, plan
from kabar.sections.models import Section
from kabar.staff.models import User
from kabar.staff.services import record
from kabar.stories.models import Story
from kabar.stories.permissions import must, open_to
from kabar.stories.refusals import StateConflict

#: Whatever stands is replaced, as by a plan whose hour has come.
ANY = -1


def arrange(
    place: Place,
    choices: Choices,
    *,
    by: User | None,
    instead_of: int | None = ANY,
    returns_to: Arrangement | None = None,
) -> tuple[Arrangement, Edition]:
    """Put an arrangement of a front to press; the one before stays in the history.

    `instead_of` is the arrangement the editor saw: when another was made meanwhile, StateConflict is raised.
    """
    if by is not None:
        must_arrange(by, place)
    _must_fit(place, choices, clock.now(), by)
    return _put_up(place, choices, by, instead_of, returns_to)


def plan_arrangement(place: Place, choices: Choices, due: datetime, *, by: User | None) -> PlannedAct:
    """Plan that a front is arranged so at an instant; it shows by then what readers may see by then."""
    if by is not None:
        must_arrange(by, place, "schedule")
    _must_fit(place, choices, due, by)
    _must_be_out_by(place, due, _stories(choices))
    said = {slot: choice.to_json() for slot, choice in choices.items() if choice.says_something}
    payload = {"do": "arrange", **_named(place), "choices": said}
    return plan(Act.FRONT, None, due, by=by, payload=payload)


def return_to(arrangement: Arrangement, *, by: User | None) -> tuple[Arrangement, Edition]:
    """Arrange a front as it was before, without what has had its time since or can stand there no longer."""
    place = _place_of(arrangement)
    choices, _left = fitting(place, _still(chosen(arrangement.placed.all())))
    return arrange(place, choices, by=by, returns_to=arrangement)


def lead(
    story: Story, *, by: User | None, section: Section | None = None, until: datetime | None = None
) -> tuple[Arrangement, Edition]:
    """Make a live story the lead of the front, or of its section's; all else stays as it is arranged."""
    if by is not None:
        must(by, "publish", story)
    place = Place(story.paper, section)
    _must_lead_here(story, section)
    with transaction.atomic():
        if not Story.objects.select_for_update().filter(pk=story.pk, live=True).exists():
            raise StateConflict(_("Only a story that readers see can lead a front."))
        before = without(queries.choices_of(place), story.pk)
        choices = {**before, LEAD: replace(before.get(LEAD, Choice()), story=story.pk, until=until)}
        _must_be_later(choices, clock.now())
        return _put_up(place, choices, by)


def plan_lead(
    story: Story,
    due: datetime,
    *,
    by: User | None,
    section: Section | None = None,
    until: datetime | None = None,
) -> PlannedAct:
    """Plan that a story becomes the lead at an instant; it must be live by then."""
    _must_lead_here(story, section)
    _must_be_later({LEAD: Choice(story.pk, until)}, due)
    payload = {
        "do": "lead",
        **_named(Place(story.paper, section)),
        "until": until.isoformat() if until else None,
    }
    return plan(Act.FRONT, story, due, by=by, payload=payload)


def let_go(story: Story, *, by: User | None, section: Section | None = None) -> Edition:
    """Let a story lead no longer; the rule of the slot, or the newest, makes up the lead again."""
    if by is not None:
        must(by, "publish", story)
    place = Place(story.paper, section)
    choices = queries.choices_of(place)
    if choices.get(LEAD, Choice()).story != story.pk:
        raise StateConflict(_("This story leads no front any more."))
    return _put_up(place, without(choices, story.pk), by)[1]


# --- at their hour ------------------------------------------------------------------------------------------


def perform(planned: PlannedAct) -> Edition:
    """Do a change of a front whose hour has come."""
    said = planned.payload
    if said["do"] == "expire":
        return _expire(said["arrangement"])
    place = Place(said["paper"], Section.objects.get(pk=said["section"]) if said["section"] else None)
    if said["do"] == "arrange":
        return _arrange_as_planned(place, planned)
    until = datetime.fromisoformat(said["until"]) if said["until"] else None
    if until is not None and until <= clock.now():
        raise Overtaken(_("Its time as the lead had passed before it began."))
    story = Story.objects.get(pk=planned.story_id)
    return lead(story, by=planned.planned_by, section=place.section, until=until)[1]


def ask_for_right(user: User, planned: PlannedAct) -> None:
    """Refuse who may not change the planned front: a whole front is asked for, not its story."""
    said = planned.payload
    if said["do"] != "arrange":
        must(user, "schedule", planned.story)
        must(user, "publish", planned.story)
        return
    place = place_planned(planned)
    must_arrange(user, place, "schedule")
    must_arrange(user, place)


def place_planned(planned: PlannedAct) -> Place:
    """Return the front of which a change is planned."""
    said = planned.payload
    section = Section.objects.filter(pk=said["section"]).first() if said["section"] else None
    return Place(said["paper"], section)


def _arrange_as_planned(place: Place, planned: PlannedAct) -> Edition:
    """Arrange a front as it was planned; what can stand there no longer leaves, and its planner is told."""
    choices = {slot: Choice.from_json(choice) for slot, choice in planned.payload["choices"].items()}
    choices, left = fitting(place, _still(choices))
    edition = arrange(place, choices, by=planned.planned_by)[1]
    with translation.override(settings.PAPER.for_key(place.paper).language):
        for each in left:
            notify(
                Notice.Kind.FRONT,
                [planned.planned_by_id],
                key=f"{planned.pk}:{each.slot}",
                subject=f"{capfirst(place.name)}: {each.told()}",
                by=None,
                story=each.story,
            )
    return edition


def _expire(pk: int) -> Edition:
    """Print a front again on which a story has had its time; the page itself leaves it out by then."""
    arrangement = Arrangement.objects.filter(pk=pk, replaced_at=None).select_related("section").first()
    if arrangement is None:
        raise Overtaken(_("The front has been arranged anew since."))
    record("end placing", arrangement, by=None, place=arrangement.place)
    return open_edition(Edition.Kind.FRONT, [of_place(arrangement.paper, arrangement.section)])


def _still(choices: Choices) -> dict[str, Choice]:
    """Return a plan without what had its time before its own hour, as after a night without power."""
    now = clock.now()
    return {
        slot: choice
        if choice.story is None or choice.stands(now)
        else replace(choice, story=None, until=None)
        for slot, choice in choices.items()
    }


# --- how it is done -----------------------------------------------------------------------------------------


def _put_up(
    place: Place,
    choices: Choices,
    by: User | None,
    instead_of: int | None = ANY,
    returns_to: Arrangement | None = None,
) -> tuple[Arrangement, Edition]:
    try:
        with transaction.atomic():
            # The rows of stories come first, as in every act: two who lock in one order never deadlock.
            list(Story.objects.select_for_update().only("pk").filter(pk__in=_stories(choices)).order_by("pk"))
            _take_down(place, instead_of)
            new = Arrangement.objects.create(
                paper=place.paper, section=place.section, made_by=by, returns_to=returns_to
            )
            placed = Placed.objects.bulk_create(rows(new, choices))
            _plan_the_ends(new, placed, by)
            returned = {"returns_to": returns_to.pk} if returns_to else {}
            record("arrange front", new, by=by, place=new.place, slots=_told(placed), **returned)
            keys = [of_place(place.paper, place.section), arranged(place.paper, place.section)]
            return new, open_edition(Edition.Kind.FRONT, keys)
    except IntegrityError:
        raise StateConflict(_changed_meanwhile(place)) from None


def _take_down(place: Place, instead_of: int | None) -> None:
    """End the arrangement that stands; whoever saw another one is told so."""
    if instead_of is None:
        return
    standing = queries.standing(place)
    if instead_of != ANY and (standing is None or standing.pk != instead_of):
        raise StateConflict(_changed_meanwhile(place))
    if standing is None:
        return
    if not Arrangement.objects.filter(pk=standing.pk, replaced_at=None).update(replaced_at=clock.now()):
        raise StateConflict(_changed_meanwhile(place))
    _forget_the_ends(standing)


def _forget_the_ends(arrangement: Arrangement) -> None:
    """Let the hours of an arrangement that stands no longer go by; one being done finds out itself."""
    of_it = {"payload__do": "expire", "payload__arrangement": arrangement.pk}
    waiting = PlannedAct.objects.filter(act=Act.FRONT, state=Stand.WAITING, **of_it).select_related("story")
    for planned in waiting:
        with suppress(StateConflict):
            cancel(planned, by=None, why=_("The front has been arranged anew since."))


def _changed_meanwhile(place: Place) -> str:
    return _("The front “%(place)s” was arranged anew meanwhile; look at it before you change it.") % {
        "place": place.name
    }


def _plan_the_ends(arrangement: Arrangement, placed: Iterable[Placed], by: User | None) -> None:
    """Have the front printed again at each hour at which a story has had its time."""
    ends = {row.until: row.story_id for row in placed if row.until}
    stories = Story.objects.in_bulk(ends.values())
    for until, story in ends.items():
        payload = {"do": "expire", "arrangement": arrangement.pk}
        # The right to arrange the front was asked for; that its time ends needs none of its own.
        planned = plan(Act.FRONT, stories[story], until, by=None, payload=payload)
        PlannedAct.objects.filter(pk=planned.pk).update(planned_by=by)


def _told(placed: Iterable[Placed]) -> dict[str, Any]:
    return {
        row.slot: {
            "story": row.story_id,
            "rule": str(row.rule),
            "until": row.until.isoformat() if row.until else None,
        }
        for row in placed
    }


def _named(place: Place) -> dict[str, Any]:
    return {"paper": place.paper, "section": place.section.pk if place.section else None}


def _place_of(arrangement: Arrangement) -> Place:
    return Place(arrangement.paper, arrangement.section)


def _stories(choices: Choices) -> list[int]:
    return [choice.story for choice in choices.values() if choice.story]


# --- what is refused ----------------------------------------------------------------------------------------


def _must_fit(place: Place, choices: Choices, begins: datetime, by: User | None) -> None:
    """Refuse a story that stands twice, that belongs elsewhere, or that nobody will ever see."""
    _must_stand_once(place, choices)
    if gone := no_longer(place, choices):
        raise ValidationError([each.refused() for each in gone])
    if by is not None:
        _must_be_seen_by(by, place, choices)
    _must_be_later(choices, begins)


def _must_stand_once(place: Place, choices: Choices) -> None:
    wanted = _stories(choices)
    twice = next((pk for pk in wanted if wanted.count(pk) > 1), None)
    if twice is not None:
        story = Story.objects.filter(pk=twice).values_list("headline", flat=True).first()
        standing = [label_of(place, slot) for slot, choice in choices.items() if choice.story == twice]
        raise ValidationError(
            _("“%(story)s” stands twice on this front, in %(slots)s; take it out of one of them.")
            % {"story": story, "slots": ", ".join(f"“{label}”" for label in standing)}
        )


def _must_be_seen_by(by: User, place: Place, choices: Choices) -> None:
    """Refuse a draft of another desk, without its headline: who cannot open it shall not learn of it."""
    wanted = {slot: choice.story for slot, choice in choices.items() if choice.story}
    drafts = Story.objects.filter(pk__in=wanted.values(), live=False).values_list("pk", flat=True)
    seen = open_to(by).filter(pk__in=list(drafts)).values_list("pk", flat=True) if drafts else ()
    hidden = set(drafts) - set(seen)
    for slot, story in wanted.items():
        if story in hidden:
            raise ValidationError(
                _("The story chosen for “%(slot)s” is not out, and belongs to another desk.")
                % {"slot": label_of(place, slot)}
            )


def _must_be_later(choices: Choices, begins: datetime) -> None:
    if any(choice.story and choice.until and choice.until <= begins for choice in choices.values()):
        raise ValidationError(_("A story would have had its time before it begins; choose a later hour."))


def _must_be_out_by(place: Place, due: datetime, stories: list[int]) -> None:
    held = Story.objects.filter(pk__in=stories, embargo_until__gt=due).order_by("-embargo_until").first()
    if held is not None and held.embargo_until is not None:
        raise ValidationError(
            _("“%(story)s” is under embargo until %(hour)s; the front cannot show it before.")
            % {"story": held, "hour": exactly(held.embargo_until, held.place_zone_of_paper())}
        )


def _must_lead_here(story: Story, section: Section | None) -> None:
    if section is not None and section.pk != story.section_id:
        raise ValidationError(_("A story leads the front page or the front of its own section."))
