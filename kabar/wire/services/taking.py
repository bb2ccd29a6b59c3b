"""An item becomes a story in one act: text, agency, place and hour come with it, and it is remembered."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from kabar import clock
from kabar.config import Paper
from kabar.crash import crash_at
from kabar.desk import services as desk
from kabar.jobs import services as jobs
from kabar.pictures.models import Picture
from kabar.sections.models import Section
from kabar.sources.models import Distributor
from kabar.staff.models import User
from kabar.staff.services import record
from kabar.stories.editor.starting import blank_story
from kabar.stories.languages import read_as
from kabar.stories.models import Story
from kabar.stories.permissions import must
from kabar.stories.services import save_draft
from kabar.wire.models import Derived, Item, RefusedCopy, Stand
from kabar.wire.parsers.item import PLACE_OF_PICTURE, USABLE, WITHHELD
from kabar.wire.services.item_pictures import MOST, bring_pictures, picture_of, pictures_for_story


class Conflict(Exception):
    """The item no longer stands where the act needs it; nothing was changed."""


def take(item: Item, *, by: User, paper: Paper, section: Section | None = None) -> Story:
    """Make a draft of an item, in the section its taker last wrote for unless another is named; return it."""
    must(by, "add", None)
    with transaction.atomic():
        _move(item, (Stand.WAITING, Stand.PUT_ASIDE), Stand.TAKEN)
        if item.standing != USABLE:
            raise Conflict(_forbidden(item))
        story = _laid_out(item, blank_story(by, paper), paper)
        story.section = section or _section(item, story)
        save_draft(story, by=by)
        crash_at("wire:taken")
        Derived.objects.create(
            story=story, item=item, by=by, at=clock.now(),
            passages=[block["id"] for block in story.body.raw_data],
        )  # fmt: skip
        _beside(item, story, by)
        _want_late(item, story)
        record("take", story, by=by, item=item.pk, agency=item.provider, version=item.version)
    return story


def put_aside(item: Item, *, by: User) -> None:
    """Take an item off the list of what waits, with all it was grouped with that still waits."""
    must(by, "add", None)
    with transaction.atomic():
        _move(item, (Stand.WAITING,), Stand.PUT_ASIDE)
        record("put aside", item, by=by)


def seen_refused(pk: int, *, by: User) -> bool:
    """Note that somebody has looked at copy that was refused; tell whether nobody had."""
    must(by, "add", None)
    return bool(RefusedCopy.objects.filter(pk=pk, seen_at=None).update(seen_at=clock.now()))


def _move(item: Item, needed: tuple[Stand, ...], becomes: Stand) -> None:
    """Move an item from one of some stands to another; whoever comes second is told so."""
    moved = Item.objects.filter(pk=item.pk, stand__in=needed, newest=True).update(stand=becomes)
    item.refresh_from_db()
    if moved:
        return
    if not item.newest:
        raise Conflict(_("There is a newer version of “%s”.") % item)
    raise Conflict(_("“%(item)s” is %(stand)s.") % {"item": item, "stand": item.get_stand_display()})


def _forbidden(item: Item) -> str:
    if item.standing == WITHHELD:
        return _("“%s” is withheld by its agency until further notice.") % item
    return _("“%s” was withdrawn by its agency.") % item


def _laid_out(item: Item, story: Story, paper: Paper) -> Story:
    """Put what an item says on a blank story; the agency's names stay beside: they are not our authors."""
    said = item.said
    story.headline, story.standfirst = item.headline, str(said.get("summary", ""))
    story.slugline = item.slugline[:80]
    story.dateline_place = item.place
    story.language = read_as(item.language, paper.language)
    story.distributor = distributor_of(item.provider)
    story.embargo_until = item.embargo if item.embargo and item.embargo > clock.now() else None
    story.bylines = []
    blocks, story.lead_picture = _with_pictures(said.get("blocks", []), pictures_for_story(item))
    blocks = [{**block, "id": str(uuid4())} for block in blocks or _instead(item)]
    field = Story._meta.get_field("body")
    story.body = field.to_python(blocks)
    return story


def _with_pictures(
    said: list[dict[str, Any]], pictures: dict[int, Picture]
) -> tuple[list[dict[str, Any]], Picture | None]:
    """Return the text with each picture where its agency put it, the others below it, and the lead.

    The lead is the first that stands nowhere in the text, or else the first of them, which then leaves it.
    """
    placed = [block["value"]["number"] for block in said if block["type"] == PLACE_OF_PICTURE]
    lead = next(
        (number for number in (*sorted(pictures.keys() - set(placed)), *placed) if number in pictures), None
    )
    below = [each for number, each in sorted(pictures.items()) if number not in placed and number != lead]
    blocks = []
    for block in said:
        number = block["value"]["number"] if block["type"] == PLACE_OF_PICTURE else None
        if number is None:
            blocks.append(block)
        elif number in pictures and number != lead:
            blocks.append(_in_text(pictures[number]))
    return [*blocks, *map(_in_text, below)], pictures[lead] if lead is not None else None


def _instead(item: Item) -> list[dict[str, Any]]:
    """An item without text, such as a picture, begins with an empty paragraph."""
    return [{"type": "paragraph", "value": ""}]


def _in_text(picture: Picture) -> dict[str, Any]:
    return {"type": "picture", "value": {"picture": picture.pk, "caption": "", "alt": "", "size": "column"}}


def _want_late(item: Item, story: Story) -> None:
    """Ask once more for pictures that are not here yet; the writer is told when they are."""
    here, named = item.pictures.count(), len(item.said.get("pictures", [])[:MOST])
    if item.feed_id and here < named:
        jobs.enqueue("kabar.wire.tasks.hand_over_pictures", [item.pk, story.pk])


def hand_over_late(item: int, story: int) -> bool:
    """Bring pictures that were not here when their item was taken, and note on the story which they are.

    The story itself is left as it is: somebody writes in it.
    """
    derived = Derived.objects.select_related("item__feed", "story", "by").get(item=item, story=story)
    before = set(derived.item.pictures.values_list("pk", flat=True))
    if not bring_pictures(derived.item) or derived.by is None:
        return False
    late = [picture_of(derived.item, row) for row in derived.item.pictures.exclude(pk__in=before)]
    titles = ", ".join(f"{picture.title} (#{picture.pk})" for picture in late)
    said = _("Pictures of its wire item have come and stand in the library: %s") % titles
    desk.note(derived.story, said, by=derived.by)
    return True


def distributor_of(name: str) -> Distributor | None:
    """Return the agency of a name in the source book, entered when it is not there; none for no name."""
    wanted = " ".join(name.split())[:120]
    if not wanted:
        return None
    slug = slugify(wanted)[:120] or "sumber"
    found = (
        Distributor.objects.filter(name__iexact=wanted).first()
        or Distributor.objects.filter(slug=slug).first()
    )
    return found or Distributor.objects.create(name=wanted, slug=slug)


def _section(item: Item, story: Story) -> Section:
    """Return the section to write in: one of the desks the item went to, or where the taker last wrote."""
    desks = list(item.desks.values_list("pk", flat=True))
    routed = Section.objects.filter(paper=item.paper, desk__in=desks).order_by("position", "pk").first()
    if story.section_id and (story.section.desk_id in desks or not routed):
        return story.section
    found = routed or Section.objects.filter(paper=item.paper).order_by("position", "pk").first()
    if found is None:
        raise Conflict(_("The paper has no section yet."))
    return found


def _beside(item: Item, story: Story, by: User) -> None:
    """Keep what the taker must know as a note on the story: terms, names, what editors are told."""
    said = item.said
    lines = [
        _("Under embargo without an hour: nothing of it goes to press until an editor lifts the embargo.")
        if story.embargo_until == clock.UNTIL_LIFTED
        else "",
        _("By %s") % ", ".join(said["bylines"]) if said.get("bylines") else "",
        _("Terms: %s") % said["usage_terms"] if said.get("usage_terms") else "",
        said.get("rights", ""),
        *said.get("notes", []),
    ]
    text = "\n".join(line for line in lines if line)
    if text:
        desk.note(story, text[:4000], by=by)
