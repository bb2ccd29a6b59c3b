"""Every write to series: a day's roundup begun as a draft; a story put into a series, moved and taken out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import translation
from django.utils.html import escape
from django.utils.translation import gettext as _

from kabar import clock
from kabar.editions.models import Edition
from kabar.editions.services import open_edition
from kabar.series.models import Installment, Series
from kabar.series.queries import GIVES_ITS_PLACE, holder_of, neighbours, place_of
from kabar.staff.models import User
from kabar.staff.services import record
from kabar.stories import press_keys
from kabar.stories.editor.starting import blank_story
from kabar.stories.models import Story
from kabar.stories.permissions import must
from kabar.stories.refusals import StateConflict
from kabar.stories.services import save_draft

LONGEST_HEADLINE = 300
BAR = " | "


class NumberTaken(StateConflict):
    """Another story has the number; it is named, so that whoever asks can look at it."""

    def __init__(self, why: str, story: Story | None) -> None:
        super().__init__(why)
        self.story = story


@dataclass(frozen=True, slots=True)
class Item:
    """A story of the day, and the part of the roundup's headline that tells it; empty when it tells none."""

    story: Story
    part: str = ""


# --- a day's roundup ------------------------------------------------------------------------------------


def name_of_day(series: Series, day: date) -> str:
    """Return how a roundup's headline begins, in the language of its paper: the number of its day."""
    with translation.override(settings.PAPER.for_key(series.paper).language):
        return _("Roundup of Day %(number)s of %(series)s") % {
            "number": series.number_of(day),
            "series": series.name,
        }


def parts_that_fit(series: Series, day: date, parts: Iterable[str]) -> list[str]:
    """Return the parts for which a roundup's headline has room; the first is shortened, not left out."""
    room = LONGEST_HEADLINE - len(f"{name_of_day(series, day)}: ")
    fitting: list[str] = []
    for part in filter(None, map(str.strip, parts)):
        if len(BAR.join([*fitting, part])) <= room:
            fitting.append(part)
        elif not fitting:
            fitting.append(part[:room].rsplit(" ", 1)[0])
    return fitting


def headline_of(series: Series, day: date, parts: Sequence[str]) -> str:
    """Return a roundup's headline: its day's number, and its parts, as many as fit, joined by a bar."""
    named, told = name_of_day(series, day), BAR.join(parts_that_fit(series, day, parts))
    return f"{named}: {told}" if told else named


def compose(series: Series, day: date, items: Sequence[Item], *, by: User) -> Story:
    """Begin the roundup of a day as a draft that its writer finishes; refuse a second one of that day."""
    number = _number_of_roundup(series, day, items)
    story = blank_story(by, settings.PAPER.for_key(series.paper))
    story.section, story.headline = series.section, headline_of(series, day, [item.part for item in items])
    must(by, "add", story)
    story.body = [block for item in items for block in _told(item)]
    story.topics = [series.own_topic] if series.own_topic else []
    with transaction.atomic():
        _hold(series)
        _free(series, number, by)
        save_draft(story, by=by)
        _take(Installment(series=series, story=story, number=number))
        record("compose roundup", story, by=by, series=series.pk, number=number)
        _print_again(_around(story) - {story.pk})
    return story


def _number_of_roundup(series: Series, day: date, items: Sequence[Item]) -> int:
    if series.begins_on is None:
        raise ValidationError(_("“%(series)s” counts no days.") % {"series": series})
    number = series.number_of(day)
    if number < 1:
        raise ValidationError(
            _("“%(series)s” begins on %(day)s; there is no day before.")
            % {"series": series, "day": series.begins_on.isoformat()}
        )
    if not items:
        raise ValidationError(_("Choose the stories of the day first."))
    return number


def _told(item: Item) -> list[tuple[str, object]]:
    """Return what a roundup says of a story to begin with: a heading, its summary, the way to it."""
    story = item.story
    return [
        ("heading", {"text": (item.part.strip() or story.headline)[:200], "level": "2"}),
        ("paragraph", f"<p>{escape(story.standfirst or story.headline)}</p>"),
        ("also_read", {"story": story.pk, "title": "", "url": ""}),
    ]


# --- a story's place ------------------------------------------------------------------------------------


def join(story: Story, series: Series, *, by: User, number: int | None = None) -> Installment:
    """Put a story into a series, or at another place of it; it leaves the series in which it was.

    Without a number it takes that of the day it was first published, or follows the last part. Raise
    NumberTaken when another story has the number.
    """
    must(by, "publish", story)
    _must_fit(story, series)
    with transaction.atomic():
        _hold(series)
        touched, place = _around(story), place_of(story) or Installment(story=story)
        here = place.pk is not None and place.series_id == series.pk
        if series.counts_days or not here:
            place.series, place.number = series, _number_for(story, series, number)
            _free(series, place.number, by, but=story)
            _take(place)
            record("put into series", story, by=by, series=series.pk, number=place.number)
            _print_again(touched | _around(story))
    return place


def leave(story: Story, *, by: User) -> None:
    """Take a story out of its series."""
    must(by, "publish", story)
    with transaction.atomic():
        touched, place = _around(story), place_of(story)
        if place is None:
            raise StateConflict(_("This story is in no series any more."))
        place.delete()
        record("take out of series", story, by=by, series=place.series_id, number=place.number)
        _print_again(touched)


def move(story: Story, *, earlier: bool, by: User) -> None:
    """Exchange a part with the one before or after it, in a series that counts no days."""
    must(by, "publish", story)
    with transaction.atomic():
        place = place_of(story)
        if place is None or place.series.counts_days:
            raise StateConflict(_("This story is in no series any more."))
        _hold(place.series)
        others = place.series.installments.select_related("story")
        beside = (
            others.filter(number__lt=place.number).order_by("-number")
            if earlier
            else others.filter(number__gt=place.number).order_by("number")
        ).first()
        if beside is None:
            return
        touched = _around(story) | _around(beside.story)
        _exchange(place, beside)
        record("move in series", story, by=by, series=place.series_id, number=place.number)
        _print_again(touched | _around(story) | _around(beside.story))


def _exchange(one: Installment, other: Installment) -> None:
    """Give each the other's number; no two may have one for a moment, so the first waits at none's."""
    ours, theirs = one.number, other.number
    for place, number in ((one, 0), (other, ours), (one, theirs)):
        place.number = number
        place.save(update_fields=["number"])


def _must_fit(story: Story, series: Series) -> None:
    if story.paper != series.paper:
        raise ValidationError(
            _("“%(series)s” belongs to %(paper)s, and this story does not.")
            % {"series": series, "paper": settings.PAPER.for_key(series.paper).name}
        )
    if story.state in GIVES_ITS_PLACE:
        raise ValidationError(_("A story that was spiked or killed joins no series."))


def _number_for(story: Story, series: Series, number: int | None) -> int:
    if not series.counts_days:
        return (series.installments.aggregate(last=Max("number"))["last"] or 0) + 1
    if number is None and story.first_published_at:
        zone = settings.PAPER.for_key(series.paper).zone
        number = series.number_of(clock.local(story.first_published_at, zone).date())
    if number is None or number < 1:
        raise ValidationError(_("Give the number of the day; it is 1 or more."))
    return number


def _hold(series: Series) -> None:
    """Let nobody else give out places of a series until the transaction ends."""
    Series.objects.select_for_update().get(pk=series.pk)


def _take(place: Installment) -> None:
    """Keep a place; refuse one that is taken, naming who has it."""
    held = holder_of(place.series, place.number)
    try:
        if held is None or held.pk == place.story_id:
            with transaction.atomic():
                place.save()
            return
    except IntegrityError:
        held = holder_of(place.series, place.number)
    raise NumberTaken(
        _("Day %(number)s of “%(series)s” has its story already.")
        % {"number": place.number, "series": place.series},
        held,
    )


def _free(series: Series, number: int, by: User, *, but: Story | None = None) -> None:
    """Take a number from a story that was spiked or killed; one that comes back first has it still."""
    gone = Installment.objects.filter(series=series, number=number, story__state__in=GIVES_ITS_PLACE)
    for place in gone.exclude(story=but.pk if but else None).select_related("story"):
        place.delete()
        record("take out of series", place.story, by=by, series=series.pk, number=number)


def _around(story: Story) -> set[int]:
    """Return the stories whose pages tell of a story's place: its own and those on both sides."""
    around = neighbours(story.pk)
    return {story.pk, *(around.watched if around else ())}


def _print_again(stories: set[int]) -> None:
    """Print again what tells of a place that changed, so that it watches its neighbours of now."""
    if stories:
        open_edition(Edition.Kind.UPDATE, [press_keys.story(pk) for pk in sorted(stories)])
