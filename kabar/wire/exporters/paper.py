"""The whole paper as JSON lines and media; `wire.records` says what stands where."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from kabar import clock
from kabar.config import Paper
from kabar.pictures.models import Picture
from kabar.progress import Progress
from kabar.sections.models import Section
from kabar.sources.models import Distributor, Source
from kabar.staff.models import Author, Desk
from kabar.stories import carried, companions
from kabar.stories.attributions.entries import as_data
from kabar.stories.attributions.evidence import public
from kabar.stories.attributions.queries import approvals
from kabar.stories.markup.inline import text_of
from kabar.stories.models import State, Story
from kabar.topics.models import Topic
from kabar.wire.exporters import folder as files
from kabar.wire.exporters.clips import clip_cards
from kabar.wire.records import (
    BELONGS,
    CARD_FIELDS,
    CLIPS,
    DRAFT_FIELDS,
    FORM,
    INSTANTS,
    LATER_PICTURE_FIELDS,
    MANIFEST,
    MEDIA,
    PICTURE_INSTANTS,
    PLAIN_FIELDS,
    RARE_INSTANTS,
    STORIES,
)
from kabar.wire.reports import Report, Tally

AT_ONCE = 500


def write_out(paper: Paper, folder: Path, progress: Progress) -> Report:
    """Write the paper into a folder; run again, it goes on with the pictures that are missing."""
    tally = Tally()
    stories = Story.objects.filter(paper=paper.key).order_by("pk")
    total = stories.count()
    (folder / MANIFEST).unlink(missing_ok=True)
    _write_cards(paper, folder, tally, progress)
    progress.begin("export", total)
    with files.lines_of(folder / STORIES) as out:
        for story in _in_batches(stories):
            out.write(files.line(story_line(paper, story)))
            tally.done["created"] += 1
            tally.notes[f"story {State(story.state).value}"] += 1
            progress.step()
    progress.end()
    _write_manifest(paper, folder, tally)
    return tally.report(str(folder))


def source_of(paper: Paper) -> str:
    """Return a name for this installation's paper: the same in every export, and of nobody else."""
    return blake2b(paper.key.encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=8).hexdigest()


def _write_manifest(paper: Paper, folder: Path, tally: Tally) -> None:
    """The manifest comes last: a folder without one is not an export yet."""
    counts = {**tally.found, "stories": tally.done["created"]}
    said = {
        "form": FORM, "source": source_of(paper), "paper": paper.key, "name": paper.name,
        "language": paper.language, "address": paper.address, "made_at": clock.now().isoformat(),
        "counts": counts,
    }  # fmt: skip
    with files.appearing(folder / MANIFEST) as part:
        part.write_text(json.dumps(said, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


# --- cards --------------------------------------------------------------------------------------------------


def _write_cards(paper: Paper, folder: Path, tally: Tally, progress: Progress) -> None:
    for kind, rows in (
        ("desks", Desk.objects.filter(paper=paper.key)),
        ("sections", Section.objects.filter(paper=paper.key)),
        ("topics", Topic.objects.filter(paper=paper.key)),
        ("authors", Author.objects.all()),
        ("distributors", Distributor.objects.all()),
    ):
        cards = (_card(kind, row) for row in rows.order_by("pk").iterator())
        tally.found[kind] = _write_lines(folder / f"{kind}.jsonl", cards)
    tally.found["sources"] = _write_lines(folder / "sources.jsonl", _source_cards())
    progress.begin("pictures", Picture.objects.count())
    cards = (_picture_card(picture, folder, tally, progress) for picture in Picture.objects.order_by("pk"))
    tally.found["pictures"] = _write_lines(folder / "pictures.jsonl", cards)
    progress.end()
    tally.found["clips"] = _write_lines(folder / CLIPS, clip_cards(folder, tally))
    for companion in companions.all_kinds():
        told = companion.told(paper.key)
        tally.found[companion.name] = _write_lines(folder / f"{companion.name}.jsonl", told)
    for table in carried.all_kinds():
        tally.found[table.name] = _write_lines(folder / f"{table.name}.jsonl", table.told(paper.key))


def _card(kind: str, row: Any) -> dict[str, Any]:
    """Return a card with its number, and with what it belongs to by number."""
    said = {"number": row.pk, **{name: getattr(row, name) for name in CARD_FIELDS[kind]}}
    return said | {name: getattr(row, f"{name}_id") for name in BELONGS.get(kind, ())}


def _source_cards() -> Iterator[dict[str, Any]]:
    """Yield the source book; who a source belongs to is named by number, as it may come later in the file."""
    for source in Source.objects.filter(merged_into=None).order_by("pk").iterator():
        fields = {name: getattr(source, name) for name in CARD_FIELDS["sources"]}
        merged = source.merged.order_by("pk").values_list("pk", flat=True)
        yield {
            "number": source.pk, **fields, "member_of": source.member_of_id, "stands_for": list(merged),
        }  # fmt: skip


def _write_lines(target: Path, cards: Iterable[dict[str, Any]]) -> int:
    written = 0
    with files.lines_of(target) as out:
        for card in cards:
            out.write(files.line(card))
            written += 1
    return written


def _picture_card(picture: Picture, folder: Path, tally: Tally, progress: Progress) -> dict[str, Any]:
    name = f"{picture.pk}/{Path(picture.file.name).name}"
    try:
        with picture.file.storage.open(picture.file.name) as opened:
            files.copy_once(opened, picture.file.size, folder / MEDIA / name)
    except OSError as error:
        tally.problem(f"{picture.file.name}: the original cannot be read: {error.strerror}")
    progress.step()
    return {
        "number": picture.pk, "file": name, "file_hash": picture.file_hash,
        **{field: getattr(picture, field) for field in (*CARD_FIELDS["pictures"], *LATER_PICTURE_FIELDS)},
        **{field: _iso(getattr(picture, field)) for field in PICTURE_INSTANTS},
        "tags": sorted(picture.tags.names()),
    }  # fmt: skip


# --- stories ------------------------------------------------------------------------------------------------


def _in_batches(stories: QuerySet[Story]) -> Iterator[Story]:
    related = stories.select_related("section", "distributor", "latest_revision")
    last = 0
    while batch := list(
        related.filter(pk__gt=last).prefetch_related(
            "bylines__author", "topics", "former_addresses", "attributions__origin"
        )[:AT_ONCE]
    ):
        yield from batch
        last = batch[-1].pk


def story_line(paper: Paper, story: Story) -> dict[str, Any]:
    """Return a story as one line: the plain format for anybody, and every field under `kabar`."""
    newest = _newest(story)
    printed = newest if newest is not None and not story.live else story
    draft = _draft(newest) if newest is not None and story.live and story.has_unpublished_changes else None
    blocks = raw(printed)
    pointed = any(block["type"] == "also_read" and block["value"].get("story") for block in blocks)
    published = story.first_published_at
    return {
        "id": story.origin or f"{paper.key}:{story.pk}",
        "site": printed.distributor.name if printed.distributor else None,
        "channel": printed.section.name,
        "title": printed.headline,
        "published": clock.local(published, paper.zone).isoformat() if published else None,
        "url": f"{paper.address}{story.path}" if story.path else None,
        "body": list(_plain(blocks)),
        "kabar": {
            "key": story.pk,
            "later": pointed or draft is not None,
            **{name: getattr(printed, name) for name in PLAIN_FIELDS},
            # A story that has an address is called what the address says, whatever its drafts say.
            **({"slug": story.path.rsplit("/", 1)[1]} if story.path else {}),
            **{name: _iso(getattr(story, name)) for name in (*INSTANTS, *RARE_INSTANTS)},
            "section": printed.section.slug,
            "distributor": printed.distributor.slug if printed.distributor else None,
            "bylines": [{"author": line.author.slug, "role": line.role} for line in printed.bylines.all()],
            "topics": sorted(topic.slug for topic in printed.topics.all()),
            "lead_picture": printed.lead_picture_id,
            "blocks": blocks,
            "former": sorted(former.path for former in story.former_addresses.all()),
            **_sourcing(printed),
            "draft": draft,
        },
    }


def _sourcing(story: Story) -> dict[str, Any]:
    """Return where a story's claims come from, without what never leaves the newsroom."""
    attributions = story.attributions.all()
    if not attributions:
        return {}
    given = approvals(story) if any(each.is_unnamed for each in attributions) else {}
    return {
        "attributions": [{**as_data(each), "evidence": public(each.evidence)} for each in attributions],
        "approvals": {key: approval.by_name for key, approval in given.items()},
        "approved_at": {key: _iso(approval.at) for key, approval in given.items()},
    }


def _newest(story: Story) -> Story | None:
    return story.latest_revision.as_object() if story.latest_revision else None


def _draft(newest: Story) -> dict[str, Any]:
    said = {name: getattr(newest, name) for name in DRAFT_FIELDS}
    return {**said, "lead_picture": newest.lead_picture_id, "blocks": raw(newest), **_sourcing(newest)}


def raw(story: Story) -> list[dict[str, Any]]:
    """Return a story's blocks as the database keeps them."""
    return story.body.get_prep_value()


def _iso(instant: Any) -> str | None:
    return instant.isoformat() if instant else None


def _plain(blocks: list[dict[str, Any]]) -> Iterator[str | dict[str, Any]]:
    """Yield a body as paragraphs of text for readers of the plain format."""
    for block in blocks:
        value = block["value"]
        if block["type"] == "also_read":
            yield {"read_also": {"title": value.get("title") or "", "url": value.get("url") or ""}}
        else:
            yield from (words for words in PLAIN.get(block["type"], _nothing)(value) if words)


def _nothing(value: Any) -> list[str]:
    return []


def _item(said: Any) -> Any:
    return said["value"] if isinstance(said, dict) and "value" in said else said


PLAIN = {
    "paragraph": lambda value: [text_of(value)],
    "heading": lambda value: [value["text"]],
    "quote": lambda value: [" — ".join(part for part in (value["text"], value.get("who")) if part)],
    "list": lambda value: [f"• {text_of(_item(item))}" for item in value["items"]],
    "fact_box": lambda value: [value["title"], text_of(value["body"])],
    "embed": lambda value: [value["url"]],
    "table": lambda value: [" | ".join(str(cell) for cell in row["values"]) for row in value["rows"]],
    "video": lambda value: [value.get("caption") or ""],
    "picture": lambda value: [value.get("caption") or ""],
    "gallery": lambda value: [_item(each).get("caption") or "" for each in value["pictures"]],
}
