"""Kabar's own export coming in: every field as it was, every text cleaned as if a stranger had written it."""

from __future__ import annotations

import json
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import models, transaction

from kabar.config import Paper
from kabar.editions.models import Edition
from kabar.editions.services import open_edition
from kabar.pictures.models import Picture
from kabar.stories import press_keys, services
from kabar.stories.attributions.entries import from_data
from kabar.stories.attributions.models import Attribution
from kabar.stories.attributions.services import give
from kabar.stories.carried import Found
from kabar.stories.models import State, Story, StoryByline
from kabar.video.models import Clip
from kabar.wire.importers import clips, companions, lines, rows
from kabar.wire.importers.card_index import SLUGGED, CardIndex
from kabar.wire.importers.incoming import Block, Credit, Incoming
from kabar.wire.importers.kabar_pictures import Album
from kabar.wire.importers.memory import Memory
from kabar.wire.importers.raw_blocks import cleaned
from kabar.wire.models import ReceivedStory
from kabar.wire.records import (
    DRAFT_FIELDS,
    FORM,
    INSTANTS,
    MANIFEST,
    RARE_INSTANTS,
)
from kabar.wire.reports import ImportRefused, Tally

AT_ONCE = 200


class Records:
    """The cards of an export's folder, found or made in the paper."""

    def __init__(self, paper: Paper, folder: Path, source: str, tally: Tally, *, dry: bool = False) -> None:
        self.paper, self.folder, self.source, self.tally = paper, folder, source, tally
        memory = Memory(paper, source)
        self.index = CardIndex(paper, folder, memory, tally)
        self.sources = self.index.sources
        self.pictures = dict(Album(folder, source, tally, dry=dry).taken_in())
        self.clips = {} if dry else clips.taken_in(folder, memory, self._picture, tally)

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
            headline=str(said["title"]), section=self.index.named("sections", own["section"]), final=True,
            blocks=self._blocks(own["blocks"]), published=instants["first_published_at"],
            updated=instants["last_published_at"], created=instants["created_at"],
            kicker=own["kicker"], standfirst=own["standfirst"], slug=own["slug"], slugline=own["slugline"],
            language=own["language"], dateline_place=own["dateline_place"],
            dateline_zone=own["dateline_zone"],
            distributor=self.index.named("distributors", own["distributor"]) if own["distributor"] else None,
            credits=tuple(
                Credit(self.index.named("authors", line["author"]), StoryByline.Role(line["role"]))
                for line in own["bylines"]
            ),
            topics=tuple(self.index.named("topics", slug) for slug in own["topics"]),
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
        for kind, model in SLUGGED.items():
            found.by(model, self.index.numbers[kind].get)
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
