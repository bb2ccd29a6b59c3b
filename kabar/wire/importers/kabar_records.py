"""Kabar's own export coming in: every field as it was, every text cleaned as if a stranger had written it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.files import File
from django.db import models, transaction

from kabar.config import Paper
from kabar.editions.models import Edition
from kabar.editions.services import open_edition
from kabar.pictures.models import Picture
from kabar.sections.models import Section
from kabar.sources.models import Distributor, Source
from kabar.staff.models import Author, Desk
from kabar.stories import press_keys, services
from kabar.stories.attributions.entries import from_data
from kabar.stories.attributions.models import Attribution
from kabar.stories.attributions.services import give
from kabar.stories.carried import Found
from kabar.stories.models import State, Story, StoryByline
from kabar.topics.models import Topic
from kabar.video.models import Clip
from kabar.wire.importers import clips, companions, lines, media, rows
from kabar.wire.importers.incoming import Block, Credit, Incoming, Named
from kabar.wire.importers.raw_blocks import cleaned
from kabar.wire.models import ReceivedPicture, ReceivedStory
from kabar.wire.records import (
    CARD_FIELDS,
    DRAFT_FIELDS,
    FORM,
    INSTANTS,
    LATER_CARD_FIELDS,
    LATER_PICTURE_FIELDS,
    MANIFEST,
    MEDIA,
    PICTURE_INSTANTS,
    RARE_INSTANTS,
)
from kabar.wire.reports import ImportRefused, Tally

#: Cards that rows name by number.
NUMBERED: dict[str, type[models.Model]] = {
    "desks": Desk, "sections": Section, "topics": Topic, "authors": Author, "distributors": Distributor,
}  # fmt: skip


AT_ONCE = 200


class Records:
    """The cards of an export's folder, found or made in the paper."""

    def __init__(self, paper: Paper, folder: Path, source: str, tally: Tally, *, dry: bool = False) -> None:
        self.paper, self.folder, self.source, self.tally = paper, folder, source, tally
        self.dry = dry
        self.sources: dict[int, int] = {}
        self.numbers: dict[str, dict[Any, int]] = {}
        if (folder / "desks.jsonl").is_file():
            self._cards("desks", Desk, {"paper": paper.key})
        self._sections()
        self._cards("topics", Topic, {"paper": paper.key})
        self._cards("authors", Author, {})
        # An agency that comes without its source is given one: the book comes first.
        self.sources = self._source_book()
        self._cards("distributors", Distributor, {})
        self.names = {kind: self._names(kind) for kind in ("sections", "topics", "authors", "distributors")}
        self.pictures = dict(self._pictures())
        self.clips = {} if dry else clips.taken_in(folder, source, self._picture, tally)

    @classmethod
    def beside(cls, paper: Paper, file: Path, tally: Tally, *, dry: bool = False) -> Records | None:
        """Return the records of the folder a file lies in; None when it is no export of Kabar's."""
        manifest = file.parent / MANIFEST
        if not manifest.is_file():
            return None
        try:
            said = json.loads(manifest.read_text("utf-8"))
            form, source = said["form"], str(said["source"])
        except (ValueError, KeyError, TypeError, OSError) as error:
            raise ImportRefused(f"{manifest}: not the manifest of an export: {error!r}") from None
        if form != FORM:
            raise ImportRefused(f"{manifest}: written in form {form!r}; this Kabar reads form {FORM}")
        return cls(paper, file.parent, source, tally, dry=dry)

    def incoming(self, said: dict[str, Any], own: dict[str, Any], at: str) -> Incoming:
        """Return a line's story with every field it had."""
        instants = {name: _instant(own[name]) for name in INSTANTS}
        rare = {name: _instant(own.get(name)) for name in RARE_INSTANTS}
        return Incoming(
            key=f"kabar:{self.source}:{own['key']}", at=at, origin=own["origin"], state=State(own["state"]),
            headline=str(said["title"]), section=self._named("sections", own["section"]), final=True,
            blocks=self._blocks(own["blocks"]), published=instants["first_published_at"],
            updated=instants["last_published_at"], created=instants["created_at"],
            kicker=own["kicker"], standfirst=own["standfirst"], slug=own["slug"], slugline=own["slugline"],
            language=own["language"], dateline_place=own["dateline_place"],
            dateline_zone=own["dateline_zone"],
            distributor=self._named("distributors", own["distributor"]) if own["distributor"] else None,
            credits=tuple(
                Credit(self._named("authors", line["author"]), StoryByline.Role(line["role"]))
                for line in own["bylines"]
            ),
            topics=tuple(self._named("topics", slug) for slug in own["topics"]),
            lead_picture=self._picture(own["lead_picture"]), lead_caption=own["lead_caption"],
            path=own["path"], former=tuple(own["former"]), kill_reason=own["kill_reason"],
            embargo=rare["embargo_until"],
            attributions=tuple(self._attributions(own)),
            rules=_rules(own),
        )  # fmt: skip

    def finish(self, file: Path, tally: Tally) -> None:
        """Point also-reads, lay drafts over live stories, hang on what hung on them: all are here now."""
        self.tally = tally
        waiting = (line for _number, line in lines.numbered(file) if line is not None and _comes_later(line))
        while batch := list(islice(waiting, AT_ONCE)):
            with transaction.atomic():
                pointed = [story.pk for line in batch if (story := self._finished(line)) and story.live]
                if pointed:
                    # Their pages may have been printed since they were filed.
                    open_edition(Edition.Kind.UPDATE, [press_keys.story(pk) for pk in pointed])
        companions.take_in(self.paper, self.folder, self.source, self.tally)
        rows.take_in(self.paper, self.folder, self._found(), self.tally)

    def _found(self) -> Found:
        """Return how rows find what they name by the numbers it had."""
        found = Found()
        found.by(Story, self._story)
        found.by(Picture, self.pictures.get)
        found.by(Clip, self.clips.get)
        for kind, model in NUMBERED.items():
            found.by(model, self.numbers.get(kind, {}).get)
        found.blocks = lambda said: self._pointed(self._blocks(said), said)
        return found

    def _story(self, number: Any) -> int | None:
        return next(iter(self._received([number]).values_list("story_id", flat=True)), None)

    def _finished(self, line: bytes) -> Story | None:
        """Lay what a line says for later; return its story if its printed text was pointed."""
        try:
            with transaction.atomic():
                return self._finish(json.loads(line)["kabar"])
        except (KeyError, TypeError, ValueError) as error:
            self.tally.note("also-read or draft that could not be laid", repr(error))
            return None

    def _finish(self, own: dict[str, Any]) -> Story | None:
        received = self._received([own["key"]]).select_related("story").first()
        if received is None or received.story.latest_revision_id:
            return None
        story = received.story
        pointed = self._point(story, own["blocks"])
        self._approve(story, list(story.attributions.all()), own)
        if own["draft"]:
            self._lay_draft(story, own["draft"])
        return story if pointed else None

    def _point(self, story: Story, said: list[Block]) -> bool:
        """Point the also-reads of a story, which was filed without; tell whether any was not yet."""
        filed = story.body.get_prep_value()
        if [block["type"] for block in filed] != [block["type"] for block in said]:
            return False
        before = json.dumps(filed)
        after = json.dumps(self._pointed(filed, said))
        if after != before:
            story.body = after  # type: ignore[assignment]
            Story.objects.bulk_update([story], ["body"])
        return after != before

    def _lay_draft(self, story: Story, draft: dict[str, Any]) -> None:
        """Keep the text an editor was working on as the story's newest revision."""
        for name in DRAFT_FIELDS:
            if name not in Story.RULES:
                setattr(story, name, draft[name])
        for name, value in _rules(draft).items():
            setattr(story, name, value)
        story.lead_picture_id = self._picture(draft["lead_picture"])
        story.body = json.dumps(self._pointed(self._blocks(draft["blocks"]), draft["blocks"]))
        story.attributions = self._attributions(draft)
        self._approve(story, story.attributions.all(), draft)
        services.save_draft(story)

    def _attributions(self, own: dict[str, Any]) -> list[Attribution]:
        """Return the attributions of a line, naming the sources of this paper's book."""
        said = [
            {
                **entry,
                "origin": self.sources.get(entry["origin"]),
                "via": entry["via"] and [self.sources[pk] for pk in entry["via"] if pk in self.sources],
            }
            for entry in own.get("attributions", ())
        ]
        return from_data(said, {}) if said else []

    def _approve(self, story: Story, attributions: Any, own: dict[str, Any]) -> None:
        """Enter the approvals a line holds, in the name of whoever gave them where the story comes from."""
        names = own.get("approvals", {})
        for attribution in attributions:
            if attribution.key in names:
                given = own.get("approved_at", {}).get(attribution.key)
                name = str(names[attribution.key])[:150]
                give(story, attribution, by=None, by_name=name, at=_instant(given))

    def _pointed(self, blocks: list[Block], said: list[Block]) -> list[Block]:
        keys = {
            block["value"]["story"]
            for block in said
            if block["type"] == "also_read" and block["value"].get("story")
        }
        here = {row.key.rsplit(":", 1)[-1]: row.story_id for row in self._received(list(keys))}
        for block, original in zip(blocks, said, strict=True):
            if block["type"] == "also_read":
                block["value"]["story"] = here.get(str(original["value"].get("story")))
                if original["value"].get("story") and not block["value"]["story"]:
                    self.tally.note("also-read of a story that did not come in")
        return blocks

    def _received(self, keys: list[Any]) -> Any:
        names = [f"kabar:{self.source}:{key}" for key in keys]
        return ReceivedStory.objects.filter(paper=self.paper.key, key__in=names)

    def _blocks(self, said: list[Block]) -> list[Block]:
        return clips.pointed(cleaned(said, self._picture), self.clips)

    def _picture(self, number: Any) -> int | None:
        return None if number is None else self.pictures.get(number)

    # --- cards ----------------------------------------------------------------------------------------------

    def _read(self, kind: str) -> Iterator[dict[str, Any]]:
        file = self.folder / f"{kind}.jsonl"
        for number, line in lines.numbered(file):
            try:
                card = json.loads(line or b"")
                if not all(name in card for name in CARD_FIELDS[kind]):
                    raise ValueError(f"a card of {kind} has {', '.join(CARD_FIELDS[kind])}")
            except (ValueError, TypeError) as error:
                raise ImportRefused(f"{file}:{number}: {error}") from None
            yield card

    def _sections(self) -> None:
        for card in self._read("sections"):
            slug = card["slug"]
            if slug in self.paper.words.reserved():
                raise ImportRefused(
                    f"{self.folder}: the section {slug!r} is a word of this paper's addresses"
                )
            rest = _rest(card, "sections") | {"desk_id": self._number("desks", card.get("desk"))}
            made, _ = Section.objects.get_or_create(paper=self.paper.key, slug=slug, defaults=rest)
            self._numbered("sections", card, made)

    def _cards(self, kind: str, model: Any, also: dict[str, str]) -> None:
        for card in self._read(kind):
            rest = _rest(card, kind)
            if card.get("source") in self.sources and kind == "distributors":
                rest["source_id"] = self.sources[card["source"]]
            made, _ = model.objects.get_or_create(slug=card["slug"], **also, defaults=rest)
            self._numbered(kind, card, made)

    def _numbered(self, kind: str, card: dict[str, Any], made: Any) -> None:
        """Remember our number of a card; cards of an earlier export have none."""
        if "number" in card:
            self.numbers.setdefault(kind, {})[card["number"]] = made.pk

    def _number(self, kind: str, number: Any) -> int | None:
        return self.numbers.get(kind, {}).get(number)

    def _source_book(self) -> dict[int, int]:
        """Return this paper's number of each source of the export; an older export has none."""
        if not (self.folder / "sources.jsonl").is_file():
            return {}
        numbers, belongs = {}, {}
        for card in self._read("sources"):
            known = {name: card[name] for name in ("kind", "public_label", "unnamed")}
            source = Source.objects.filter(**known, merged_into=None).first()
            source = source or Source.objects.create(**{name: card[name] for name in CARD_FIELDS["sources"]})
            numbers[card["number"]] = source.pk
            if card.get("member_of") and source.member_of_id is None:
                belongs[source.pk] = card["member_of"]
        for pk, number in belongs.items():
            Source.objects.filter(pk=pk).update(member_of=numbers.get(number))
        return numbers

    def _names(self, kind: str) -> dict[str, str]:
        return {card["slug"]: card["name"] for card in self._read(kind)}

    def _named(self, kind: str, slug: str) -> Named:
        return Named(self.names[kind][slug], slug)

    def _pictures(self) -> Iterator[tuple[int, int]]:
        for card in self._read("pictures"):
            key = f"kabar:{self.source}:{card['number']}"
            received = ReceivedPicture.objects.filter(key=key).first()
            picture = received.picture_id if received else self._take_in(key, card)
            if picture is not None:
                yield card["number"], picture

    def _take_in(self, key: str, card: dict[str, Any]) -> int | None:
        """Return the picture of a card: the same file with the same title if it is here, or a new one."""
        here = (
            Picture.objects.filter(file_hash=card["file_hash"], title=card["title"]).first()
            if card["file_hash"]
            else None
        )
        if here is None:
            file = (self.folder / MEDIA / str(card["file"])).resolve()
            if not file.is_file() or not file.is_relative_to((self.folder / MEDIA).resolve()):
                self.tally.note("picture whose file is not in the folder", str(card["file"]))
                return None
            if self.dry:
                self.tally.note("picture that will be taken in", str(card["file"]))
                return None
            if reason := media.unprintable(file):
                self.tally.note(f"picture refused: {reason}", file.name)
                return None
            here = self._add(file, card)
        ReceivedPicture.objects.get_or_create(key=key, defaults={"picture": here})
        return here.pk

    def _add(self, file: Path, card: dict[str, Any]) -> Picture:
        facts = {name: card[name] for name in CARD_FIELDS["pictures"]}
        facts |= {name: card[name] for name in LATER_PICTURE_FIELDS if name in card}
        facts |= {name: _instant(card.get(name)) for name in PICTURE_INSTANTS if card.get(name)}
        if facts["origin"] and Picture.objects.filter(origin=facts["origin"]).exists():
            facts["origin"] = None
        with transaction.atomic(), file.open("rb") as opened:
            picture = Picture(**facts)
            picture.file = File(opened, name=file.name)
            picture._set_image_file_metadata()
            picture.save()
            picture.tags.set(card.get("tags", []))
            if made := _instant(card.get("created_at")):
                Picture.objects.filter(pk=picture.pk).update(created_at=made)
        return picture


def _rest(card: dict[str, Any], kind: str) -> dict[str, Any]:
    lacking = LATER_CARD_FIELDS - card.keys()
    return {name: card[name] for name in CARD_FIELDS[kind] if name != "slug" and name not in lacking}


def _comes_later(line: bytes) -> bool:
    return b'"later": true' in line or b'"approvals": {"' in line


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _rules(said: dict[str, Any]) -> dict[str, Any]:
    """Return what the rules of the press say of a story; an export older than they are does not name them."""
    rules: dict[str, Any] = {}
    fields: list[Any] = [Story._meta.get_field(name) for name in Story.RULES if name in said]
    for field in fields:
        value = said[field.name]
        if isinstance(field, models.BooleanField):
            rules[field.name] = bool(value)
        elif not field.choices or value in dict(field.choices):
            rules[field.name] = str(value)[: field.max_length]
    return rules
