"""Every write to series: a day's roundup begun as a draft."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.html import escape
from django.utils.translation import gettext as _

from kabar.editions.models import Edition
from kabar.editions.services import open_edition
from kabar.series.models import Installment, Series
from kabar.series.queries import neighbours
from kabar.staff.models import User
from kabar.staff.services import record
from kabar.stories import press_keys
from kabar.stories.editor.starting import blank_story
from kabar.stories.models import Story
from kabar.stories.permissions import must
from kabar.stories.refusals import StateConflict
from kabar.stories.services import save_draft

LONGEST_HEADLINE = 300


@dataclass(frozen=True, slots=True)
class Item:
    """A story of the day, and the part of the roundup's headline that tells it; empty when it tells none."""

    story: Story
    part: str = ""


def headline_of(series: Series, day: date, parts: Sequence[str]) -> str:
    """Return a roundup's headline in the paper's language: its day's number, its parts joined by a bar."""
    told = " | ".join(part.strip() for part in parts if part.strip())
    with translation.override(settings.PAPER.for_key(series.paper).language):
        named = _("Roundup of Day %(number)s of %(series)s") % {
            "number": series.number_of(day),
            "series": series.name,
        }
    return f"{named}: {told}" if told else named


def compose(series: Series, day: date, items: Sequence[Item], *, by: User) -> Story:
    """Begin the roundup of a day as a draft that its writer finishes; refuse a second one of that day."""
    paper = settings.PAPER.for_key(series.paper)
    number, headline = series.number_of(day), headline_of(series, day, [item.part for item in items])
    _must_be_possible(series, number, items, headline)
    story = blank_story(by, paper)
    story.section, story.headline = series.section, headline
    must(by, "add", story)
    story.body = [block for item in items for block in _told(item)]
    story.topics = [series.topic] if series.topic else []
    try:
        with transaction.atomic():
            save_draft(story, by=by)
            Installment.objects.create(series=series, story=story, number=number)
            record("compose roundup", story, by=by, series=series.pk, number=number)
            _print_neighbours(story)
    except IntegrityError:
        raise StateConflict(
            _("Day %(number)s of “%(series)s” has its roundup already.")
            % {"number": number, "series": series}
        ) from None
    return story


def _must_be_possible(series: Series, number: int, items: Sequence[Item], headline: str) -> None:
    if number < 1:
        raise ValidationError(
            _("“%(series)s” begins on %(day)s; there is no day before.")
            % {"series": series, "day": series.begins_on.isoformat()}
        )
    if not items:
        raise ValidationError(_("Choose the stories of the day first."))
    if len(headline) > LONGEST_HEADLINE:
        raise ValidationError(
            _("The headline is %(number)s letters too long; shorten its parts.")
            % {"number": len(headline) - LONGEST_HEADLINE}
        )


def _told(item: Item) -> list[tuple[str, object]]:
    """Return what a roundup says of a story to begin with: a heading, its summary, the way to it."""
    story = item.story
    return [
        ("heading", {"text": (item.part.strip() or story.headline)[:200], "level": "2"}),
        ("paragraph", f"<p>{escape(story.standfirst or story.headline)}</p>"),
        ("also_read", {"story": story.pk, "title": "", "url": ""}),
    ]


def _print_neighbours(story: Story) -> None:
    """Let the pages around a new installment watch it from now on."""
    around = neighbours(story.pk)
    if around and around.watched:
        open_edition(Edition.Kind.UPDATE, [press_keys.story(pk) for pk in around.watched])
