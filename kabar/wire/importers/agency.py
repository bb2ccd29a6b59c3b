"""An archive in an agency's form (ninjs, NITF, NewsML…): its items become stories as they were sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from kabar import clock
from kabar.config import Paper
from kabar.wire.importers import lines
from kabar.wire.importers.archive import Archive, Asked
from kabar.wire.importers.incoming import Incoming, Named
from kabar.wire.importers.media import Attachment
from kabar.wire.importers.packets import Packet
from kabar.wire.importers.posts import Notes, Post
from kabar.wire.parsers.item import KILL, KILLED, PLACE_OF_PICTURE, USABLE, Block, WireItem, WirePicture
from kabar.wire.parsers.reading import Outcome, outcome_of
from kabar.wire.reports import ImportRefused

#: Forms of an item that is no text by itself.
NOT_TEXT = frozenset(["picture", "video", "audio", "graphic", "composite", "event", "planning"])


class Agency(Archive):
    """A file, a folder or a zip of messages; each is read as whatever its content shows it to be."""

    kind = "agency"

    def __init__(self, paper: Paper, file: Path, asked: Asked) -> None:
        super().__init__(paper, file, asked)
        self.packet = Packet(file) if file.is_dir() or _is_zip(file) else None
        self.names = self.packet.names if self.packet else [file.name]
        self.forms: Counter[str] = Counter()
        self.lead: WireItem | None = None

    def seal(self) -> str:
        """Return what tells this archive from another."""
        return self.packet.seal() if self.packet else lines.seal(self.file)

    def survey(self) -> int:
        """Read every message once, so that a report opens with what there is."""
        items, reason = 0, "no message in it can be read as an item"
        for outcome in self._outcomes():
            items += max(len(outcome.items), 1)
            self.forms.update(item.format for item in outcome.items)
            reason = outcome.refused or outcome.skipped or reason
        if not self.forms:
            raise ImportRefused(f"{self.file}: nothing in it can be taken in: {reason}")
        return items

    def found(self) -> Mapping[str, Any]:
        """Return how many items of each form there are."""
        return {"items": dict(self.forms)}

    def _outcomes(self) -> Iterator[Outcome]:
        for name in self.names:
            data = self.packet.read(name) if self.packet else self.file.read_bytes()
            yield outcome_of(name, data)

    def items(self, after: int) -> Iterator[tuple[int, Any]]:
        """Yield each item, and what was no item as the reason."""
        place = 0
        for outcome in self._outcomes():
            for each in outcome.items or (outcome,):
                place += 1
                if place > after:
                    yield place, each

    def read(self, item: WireItem | Outcome, place: int) -> Incoming | None:
        """Return the story of an item, or None for what is none."""
        if isinstance(item, Outcome):
            if item.refused:
                self.tally.problem(item.refused)
            else:
                self.tally.skip("kept aside: not an item")
                self.tally.note("not an item", item.skipped)
            return None
        if item.kind in NOT_TEXT and not item.blocks:
            self.tally.skip(f"kept aside: an item of kind {item.kind}, which is no text")
            return None
        return self._story(item).incoming(self.at(place), self.words, self.paper.language)

    def _story(self, item: WireItem) -> Post:
        notes: Notes = [("rights or terms that stand nowhere here", item.usage_terms or item.rights)] * bool(
            item.usage_terms or item.rights
        )
        topics = dict.fromkeys(subject.topic_name or subject.name for subject in item.subjects)
        named = [Named(each) for each in topics if each]
        blocks = list(self._blocks(item))
        placed = {block["value"]["number"] for block in item.blocks if block["type"] == PLACE_OF_PICTURE}
        notes += [
            ("picture left out: it stands nowhere in the text", each.url)
            for number, each in enumerate(item.pictures)
            if number and number not in placed
        ]
        return Post(
            key=f"agency:{item.key}", title=item.headline or item.slugline, blocks=blocks,
            notes=notes, held=_held(item), published=item.created or item.updated, updated=item.updated,
            section=named[0] if named else None, topics=named[1:], names=list(item.bylines),
            excerpt=item.summary if item.summary != item.headline else "", kicker="",
            language=item.language, place=item.dateline_place, distributor=item.provider,
            embargo=item.embargo if item.embargo and item.embargo > clock.now() else None,
            lead=self._lead(item), lead_caption=item.pictures[0].caption if item.pictures else "",
        )  # fmt: skip

    def _blocks(self, item: WireItem) -> Iterator[Block]:
        """Yield the text, and each picture where it stands; the first of all leads the story instead."""
        for block in item.blocks:
            if block["type"] != PLACE_OF_PICTURE:
                yield block
            elif (number := block["value"]["number"]) and (picture := self._found(item.pictures[number])):
                value = {"picture": picture, "caption": "", "alt": "", "size": "column"}
                yield {"type": "picture", "value": value}

    def _lead(self, item: WireItem) -> int | None:
        return self._found(item.pictures[0]) if item.pictures else None

    def _found(self, said: WirePicture) -> int | None:
        card = Attachment("", "", said.url, alt=said.alt, caption=said.caption)
        self.uploads.card = lambda url, number: card
        return self.uploads.find(said.url)


def _is_zip(file: Path) -> bool:
    with file.open("rb") as opened:
        return opened.read(4) == b"PK\x03\x04"


def _held(item: WireItem) -> str:
    if item.act == KILL or item.standing == KILLED:
        return "killed by its agency: kept as a draft"
    return "" if item.standing == USABLE else f"{item.standing} by its agency: kept as a draft"
