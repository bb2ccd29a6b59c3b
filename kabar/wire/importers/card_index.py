"""The cards of a Kabar export: each found in the paper or made, and two that differ stay two."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

from django.db import models, transaction

from kabar.config import Paper
from kabar.sections.models import Section
from kabar.sources.models import Distributor, Kind, Source
from kabar.staff.models import Author, Desk
from kabar.topics.models import Topic
from kabar.wire.importers import lines
from kabar.wire.importers.incoming import Named
from kabar.wire.importers.memory import Memory
from kabar.wire.records import BELONGS, CARD_FIELDS, LATER_CARD_FIELDS
from kabar.wire.reports import ImportRefused, Tally

#: Cards with an address of their own, in the order in which they name each other.
SLUGGED: dict[str, type[models.Model]] = {
    "desks": Desk, "sections": Section, "topics": Topic, "authors": Author, "distributors": Distributor,
}  # fmt: skip
#: Those whose name readers see on a story: under one address, two names are two.
NAMED = ("topics", "authors", "distributors")
OF_PAPER = ("desks", "sections", "topics")
LATER_FILES = ("desks", "sources")

Card = dict[str, Any]


class CardIndex:
    """Which row of this paper each card of an export is."""

    def __init__(self, paper: Paper, folder: Path, memory: Memory, tally: Tally) -> None:
        self.paper, self.folder, self.memory, self.tally = paper, folder, memory, tally
        self.numbers: dict[str, dict[Any, int]] = {kind: {} for kind in SLUGGED}
        self.called: dict[str, dict[str, Named]] = {kind: {} for kind in SLUGGED}
        # An agency that comes without its source is given one: the book comes first.
        self.sources = self._source_book()
        for kind, model in SLUGGED.items():
            for card in read(folder, kind):
                with transaction.atomic():
                    row = self._row(kind, model, card)
                self.called[kind][card["slug"]] = Named(card["name"], card["slug"], row.pk)
                if "number" in card:
                    self.numbers[kind][card["number"]] = row.pk

    def named(self, kind: str, slug: str) -> Named:
        """Return what a story names by its slug there."""
        return self.called[kind][slug]

    # --- cards with a slug ----------------------------------------------------------------------------------

    def _row(self, kind: str, model: Any, card: Card) -> Any:
        rows = model.objects.filter(**({"paper": self.paper.key} if kind in OF_PAPER else {}))
        number = card.get("number")
        known = self.memory.of(kind, number, rows) if number is not None else None
        if known is not None:
            return known
        here = self._here(kind, rows, card)
        row = here or self._made(kind, rows, card)
        if number is not None:
            self.memory.keep(kind, number, row)
        if here and any(getattr(here, name) != value for name, value in _facts(kind, card).items()):
            self.tally.note(f"{kind} that are here already and stay as they are here", card["slug"])
        elif row.slug != card["slug"]:
            self.tally.note(f"{kind} whose address another has here", f"{card['name']}: {row.slug}")
        return row

    def _here(self, kind: str, rows: Any, card: Card) -> Any:
        """Return the row of a card: of its address, and of its name where readers see that on a story."""
        if kind not in NAMED:
            return rows.filter(slug=card["slug"]).first()
        if kind == "distributors":
            return rows.filter(name=card["name"]).first()
        for slug in _slugs(card["slug"], rows.model):
            row = rows.filter(slug=slug).first()
            if row is None or row.name.casefold() == card["name"].casefold():
                return row
        return None

    def _made(self, kind: str, rows: Any, card: Card) -> Any:
        if kind == "sections" and card["slug"] in self.paper.words.reserved():
            raise ImportRefused(
                f"{self.folder}: the section {card['slug']!r} is a word of this paper's addresses"
            )
        free = next(slug for slug in _slugs(card["slug"], rows.model) if not rows.filter(slug=slug).exists())
        also = {"paper": self.paper.key} if kind in OF_PAPER else {}
        return rows.create(slug=free, **also, **_facts(kind, card), **self._belongs(kind, card))

    def _belongs(self, kind: str, card: Card) -> dict[str, int | None]:
        """Return what a card belongs to, by our numbers."""
        of = {"desk": self.numbers["desks"], "source": self.sources}
        return {f"{name}_id": of[name].get(card.get(name)) for name in BELONGS.get(kind, ())}

    # --- the source book ------------------------------------------------------------------------------------

    @transaction.atomic
    def _source_book(self) -> dict[int, int]:
        """Return this paper's number of each source of the export, of those that were merged into it too."""
        labels = {card["number"]: card["public_label"] for card in read(self.folder, "sources")}
        numbers: dict[int, int] = {}
        belongs: dict[int, int] = {}
        for card in read(self.folder, "sources"):
            owner = labels.get(card.get("member_of"))
            source, made = self._source(card, owner)
            for number in (card["number"], *card.get("stands_for", ())):
                numbers[number] = source.kept.pk
            if made and owner:
                belongs[source.pk] = card["member_of"]
        for pk, number in belongs.items():
            Source.objects.filter(pk=pk).update(member_of=numbers.get(number))
        return numbers

    def _source(self, card: Card, owner: str | None) -> tuple[Source, bool]:
        """Return the source of a card and whether it is new: two of one label that differ are two people."""
        known = self.memory.of("sources", card["number"], Source.objects.select_related("merged_into"))
        if known is not None:
            return known, False
        facts = {name: card[name] for name in CARD_FIELDS["sources"]}
        alike = Source.objects.filter(merged_into=None, **_of_a_source(facts, owner))
        here = self.memory.free("sources", card["number"], alike)
        source = here or Source.objects.create(**facts)
        self.memory.keep("sources", card["number"], source)
        return source, here is None


def _of_a_source(facts: Card, owner: str | None) -> dict[str, Any]:
    """Return what a source must have to be that of a card; an agency is known by its name alone."""
    if facts["kind"] == Kind.AGENCY and not facts["unnamed"]:
        return {name: facts[name] for name in ("kind", "public_label", "unnamed")}
    belongs: Card = {"member_of__public_label": owner} if owner else {"member_of": None}
    return facts | belongs


def read(folder: Path, kind: str) -> Iterator[Card]:
    """Yield the cards of a kind; an earlier export lacks some kinds."""
    file = folder / f"{kind}.jsonl"
    if kind in LATER_FILES and not file.is_file():
        return
    for number, line in lines.numbered(file):
        try:
            card = json.loads(line or b"")
            if not all(name in card for name in CARD_FIELDS[kind]):
                raise ValueError(f"a card of {kind} has {', '.join(CARD_FIELDS[kind])}")
            if not isinstance(card.get("number", 0), int) or (kind == "sources" and "number" not in card):
                raise ValueError("a card has a number")
        except (ValueError, TypeError) as error:
            raise ImportRefused(f"{file}:{number}: {error}") from None
        yield card


def _facts(kind: str, card: Card) -> Card:
    lacking = LATER_CARD_FIELDS - card.keys()
    return {name: card[name] for name in CARD_FIELDS[kind] if name != "slug" and name not in lacking}


def _slugs(slug: str, model: Any) -> Iterator[str]:
    """Yield a slug, and what takes its place when it is another's."""
    yield slug
    longest = model._meta.get_field("slug").max_length
    for number in count(2):
        yield f"{slug[: longest - 1 - len(str(number))]}-{number}"
