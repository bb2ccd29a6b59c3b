"""Files incoming stories in batches: the new are written, the changed updated, the rest left alone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from wagtail.blocks import StreamValue

from kabar import clock
from kabar.config import Paper
from kabar.crash import crash_at
from kabar.progress import Progress
from kabar.stories.bulk import Filed, print_pictures, publish_many, taken_in
from kabar.stories.models import State, Story
from kabar.stories.rows import insert
from kabar.wire.importers import pointers
from kabar.wire.importers.incoming import Incoming, headline_key, short_key
from kabar.wire.importers.names import Names
from kabar.wire.models import ImportRun, ReceivedStory
from kabar.wire.reports import Tally

BATCH = 500
GONE = {
    State.WITHDRAWN: "withdrawn here since it came in",
    State.KILLED: "killed here since it came in",
    State.SPIKED: "spiked here since it came in",
}


class Desk:
    """Takes one file's stories, a batch a transaction, and remembers how far it is."""

    def __init__(self, paper: Paper, kind: str, file: Path, seal: str, progress: Progress) -> None:
        self.paper, self.file, self.progress = paper, file, progress
        self.names = Names(paper)
        self.body_field = Story._meta.get_field("body")
        self.run = self._run(kind, seal)
        self.tally = Tally(self.run.tally)
        self.batch: list[Incoming] = []
        self.place = self.run.place

    def _run(self, kind: str, seal: str) -> ImportRun:
        """Return the interrupted run of this very file, or a new one."""
        unfinished = ImportRun.objects.filter(
            paper=self.paper.key, seal=seal, kind=kind, finished_at=None
        ).first()
        return unfinished or ImportRun.objects.create(
            paper=self.paper.key, kind=kind, source=str(self.file)[-500:], seal=seal, started_at=clock.now()
        )

    def take(self, incoming: Incoming, place: int) -> None:
        """Add a story that stood at a place of the file; a full batch is written."""
        self.batch.append(incoming)
        self.passed(place)
        if len(self.batch) >= BATCH:
            self.write()

    def passed(self, place: int) -> None:
        """Say that an item was looked at, whatever became of it."""
        self.place = place
        self.progress.step()

    def write(self) -> None:
        """Write the batch, and with it how far the file is done; after a clash with an editor, once more."""
        prepared, self.batch = self.batch, []
        print_pictures(self._with_pictures(prepared))
        try:
            self._commit(prepared)
        except IntegrityError:
            self.names.forget()
            self._commit(prepared)
        crash_at("import:committed")

    def close(self, *, menu: bool = True) -> None:
        """Write what is left, have all of it found, fill the menu, and say that the file is done."""
        self.write()
        taken_in()
        with transaction.atomic():
            if menu:
                self.names.fill_menu()
            ImportRun.objects.filter(pk=self.run.pk).update(finished_at=clock.now(), tally=self.tally.saved())

    def _commit(self, prepared: list[Incoming]) -> None:
        tally = Tally(self.tally.saved())
        with transaction.atomic():
            filed = self._sorted(prepared, tally)
            if filed:
                self._file(filed)
            crash_at("import:before-commit")
            ImportRun.objects.filter(pk=self.run.pk).update(place=self.place, tally=tally.saved())
        self.tally = tally

    def _with_pictures(self, prepared: list[Incoming]) -> Iterator[Filed]:
        """Yield what will be live and prints pictures, as far as their release needs to know."""
        for incoming in prepared:
            if incoming.state == State.LIVE and (incoming.lead_picture or _prints_pictures(incoming.blocks)):
                body = self._body(incoming.blocks)
                yield Filed(Story(state=State.LIVE, lead_picture_id=incoming.lead_picture, body=body))

    # --- what is new, what changed --------------------------------------------------------------------------

    def _sorted(self, prepared: list[Incoming], tally: Tally) -> list[tuple[Incoming, Filed, str]]:
        """Return what must be written, with its digest; count what need not be."""
        known = self._known(prepared)
        stories = (
            Story.objects.select_for_update().in_bulk([row.story_id for row in known.values()])
            if known
            else {}
        )
        others = self._written_here(
            [incoming for incoming in prepared if short_key(incoming.key) not in known]
        )
        filed, seen = [], set()
        for incoming in prepared:
            key, digest = short_key(incoming.key), incoming.digest()
            row = known.get(key)
            if key in seen or (row and row.run_id == self.run.pk):
                tally.skip("repeated in the file; the first was kept")
                continue
            seen.add(key)
            if row is None and others & set(self._marks(incoming)):
                tally.skip("in the paper already, and not from an import")
            elif row is None:
                filed.append((incoming, self._new(incoming), digest))
                count(incoming, "created", tally)
            elif self._is_changed(row, stories[row.story_id], digest, incoming, tally):
                filed.append((incoming, self._changed(incoming, stories[row.story_id]), digest))
                count(incoming, "updated", tally)
        ReceivedStory.objects.filter(pk__in=[row.pk for row in known.values()]).update(run=self.run)
        return filed

    def _known(self, prepared: list[Incoming]) -> dict[str, ReceivedStory]:
        keys = [short_key(incoming.key) for incoming in prepared]
        rows = ReceivedStory.objects.filter(paper=self.paper.key, key__in=keys)
        return {row.key: row for row in rows}

    def _written_here(self, prepared: list[Incoming]) -> set[object]:
        """Return the marks of stories that stand in the paper without having been received."""
        marks = {mark for incoming in prepared for mark in self._marks(incoming)}
        if not marks:
            return set()
        texts = [mark for mark in marks if isinstance(mark, str)]
        instants = [mark for mark in marks if isinstance(mark, datetime)]
        theirs = Story.objects.filter(received=None)
        at_path = theirs.filter(paper=self.paper.key, path__in=texts).values_list("path", flat=True)
        of_origin = theirs.filter(origin__in=texts).values_list("origin", flat=True)
        begun = theirs.filter(paper=self.paper.key, created_at__in=instants).values_list(
            "created_at", flat=True
        )
        return {*at_path, *of_origin, *(begun if instants else ())}

    def _marks(self, incoming: Incoming) -> list[object]:
        """Return what a story here would be known by: its origin, its address, the instant it was begun."""
        origin = incoming.origin and short_key(self._origin(incoming.origin))
        return [mark for mark in (origin, incoming.path, incoming.created) if mark]

    def _is_changed(
        self, row: ReceivedStory, story: Story, digest: str, incoming: Incoming, tally: Tally
    ) -> bool:
        """Say whether an item must be written again; work done here since is never overwritten."""
        if row.digest == digest:
            tally.done["unchanged"] += 1
            return False
        if story.state in GONE and story.state != incoming.state:
            tally.skip(GONE[State(story.state)])
            return False
        if story.latest_revision_id:
            tally.skip("edited here since it came in")
            tally.note("changed in the file but edited here: compare by hand", incoming.at)
            return False
        return True

    # --- stories --------------------------------------------------------------------------------------------

    def _new(self, incoming: Incoming) -> Filed:
        origin = incoming.origin and short_key(self._origin(incoming.origin))
        story = Story(paper=self.paper.key, origin=origin, state=incoming.state, path=incoming.path)
        story.kill_reason = incoming.kill_reason
        story.embargo_until = incoming.embargo
        story.created_at = incoming.created or clock.now()
        if incoming.state != State.DRAFT:
            story.first_published_at = incoming.published or incoming.fallback_date
            story.last_published_at = incoming.updated or story.first_published_at
        return self._lay_out(incoming, story)

    def _origin(self, origin: str) -> str:
        """Origins are unique on an installation; a sister paper's carry its name."""
        return origin if self.paper.key == settings.PAPER.key else f"{self.paper.key} {origin}"

    def _changed(self, incoming: Incoming, story: Story) -> Filed:
        if story.state == State.DRAFT and incoming.state == State.LIVE:
            story.state = State.LIVE
            story.first_published_at = incoming.published or incoming.fallback_date
        if story.state == State.LIVE:
            story.last_published_at = incoming.updated or clock.now()
        return self._lay_out(incoming, story)

    def _lay_out(self, incoming: Incoming, story: Story) -> Filed:
        """Put the text on a story that is new or changed."""
        story.section = self.names.section(incoming.section)
        story.headline = incoming.headline[:300]
        story.kicker = incoming.kicker[:80]
        story.standfirst = incoming.standfirst
        story.slugline = incoming.slugline[:80]
        story.slug = story.slug or incoming.slug[:150]
        story.language = incoming.language or self.paper.language
        story.dateline_place = incoming.dateline_place[:80]
        story.dateline_zone = incoming.dateline_zone
        story.distributor_id = self.names.distributor(incoming.distributor)
        story.lead_picture_id = incoming.lead_picture
        story.lead_caption = incoming.lead_caption[:300]
        story.body = self._body(incoming.blocks)
        for name, value in incoming.rules.items():
            setattr(story, name, value)
        credits = dict.fromkeys(
            (self.names.author(credit.author), credit.role) for credit in incoming.credits
        )
        topics = dict.fromkeys(self.names.topic(topic) for topic in incoming.topics)
        return Filed(
            story,
            bylines=tuple(credits),
            topics=tuple(topics),
            former=incoming.former,
            attributions=incoming.attributions,
        )

    def _body(self, blocks: list[dict[str, Any]]) -> StreamValue:
        """Return blocks as the field keeps them, without making Python objects of each."""
        # Pointers are resolved in place, and the copy must not know: its digest is of what the source said.
        own = [
            {"id": key, **block, "value": dict(block["value"])}
            if block["type"] == "also_read"
            else {"id": key, **block}
            for key, block in zip(_block_keys(len(blocks)), blocks, strict=True)
        ]
        return StreamValue(self.body_field.stream_block, own, is_lazy=True)

    def _file(self, filed: list[tuple[Incoming, Filed, str]]) -> None:
        batch = [each for _incoming, each, _digest in filed]
        waiting = pointers.resolve(
            self.paper, [each.story for incoming, each, _ in filed if not incoming.final]
        )
        fresh = {id(each) for each in batch if each.story.pk is None}
        publish_many(batch, source=self.file.name, more=True)
        new = [(incoming, each, digest) for incoming, each, digest in filed if id(each) in fresh]
        insert([self._received(*row) for row in new])
        for incoming, each, digest in filed:
            if id(each) not in fresh:
                ReceivedStory.objects.filter(story=each.story).update(
                    digest=digest, headline_key=headline_key(incoming.headline)
                )
        pointers.remember(self.paper, waiting)
        pointers.close([each.story for each in batch], self.paper)

    def _received(self, incoming: Incoming, each: Filed, digest: str) -> ReceivedStory:
        return ReceivedStory(
            paper=self.paper.key, key=short_key(incoming.key), digest=digest, run=self.run, story=each.story,
            headline_key=headline_key(incoming.headline),
        )  # fmt: skip


def _block_keys(count: int) -> list[str]:
    """Return new ids for blocks, random UUIDs all: Wagtail makes them one by one, ten times as slowly."""
    drawn = os.urandom(16 * count).hex()
    each = (drawn[at : at + 32] for at in range(0, len(drawn), 32))
    return [f"{one[:8]}-{one[8:12]}-4{one[13:16]}-a{one[17:20]}-{one[20:]}" for one in each]


def _prints_pictures(blocks: list[dict[str, Any]]) -> bool:
    return any(block["type"] in ("picture", "gallery") for block in blocks)


def count(incoming: Incoming, act: str, tally: Tally) -> None:
    """Count a story under what was done with it, and all that was lost of it."""
    tally.done[act] += 1
    for note, example in incoming.notes:
        tally.note(note, example)
