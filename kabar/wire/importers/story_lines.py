"""Stories as JSON lines: the plain archive format, and Kabar's own export in its `kabar` field."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from kabar import clock
from kabar.config import Paper
from kabar.progress import Progress
from kabar.stories.models import State
from kabar.wire.importers import dates, lines, noise
from kabar.wire.importers.filing import Desk
from kabar.wire.importers.incoming import Block, Incoming, Named
from kabar.wire.importers.kabar_records import Records
from kabar.wire.importers.names import WORDS
from kabar.wire.reports import Report

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class Malformed(ValueError):
    """A line that cannot become a story, and why."""


def take_in(paper: Paper, file: Path, progress: Progress) -> Report:
    """Take in a file of JSON lines; go on where an interrupted run of the same file stopped."""
    total = lines.count(file)
    desk = Desk(paper, "stories", file, lines.seal(file), progress)
    reader = Reader(paper, file, Records.beside(paper, file, desk.tally))
    if desk.place == 0:
        desk.tally.found["lines"] = total
    progress.begin("import", total)
    progress.step(desk.place)
    for number, line in lines.numbered(file, after=desk.place):
        try:
            incoming = reader.read(number, line)
        except Malformed as problem:
            desk.tally.problem(f"{file}:{number}: {problem}")
            desk.passed(number)
        else:
            desk.passed(number) if incoming is None else desk.take(incoming, number)
    desk.write()
    if reader.records:
        reader.records.finish(file, desk.tally)
    desk.close()
    progress.end()
    return desk.tally.report(str(file))


class Reader:
    """Makes a story of a line."""

    def __init__(self, paper: Paper, file: Path, records: Records | None) -> None:
        self.paper, self.file, self.records = paper, file, records
        self.words = WORDS[paper.language]

    def read(self, number: int, line: bytes | None) -> Incoming | None:
        """Return the story of a line, or None for an empty line; raise Malformed with the reason."""
        if line is None:
            raise Malformed("the line is longer than 16 MB")
        if not line.strip():
            return None
        said = _parsed(line)
        own = said.get("kabar")
        if own is not None:
            return self._own(said, own, number)
        return self._plain(said, f"{self.file.name}:{number}")

    def _own(self, said: dict[str, Any], own: Any, number: int) -> Incoming:
        if self.records is None:
            raise Malformed("the line is of a Kabar export; import it from its folder, beside manifest.json")
        try:
            return self.records.incoming(said, own, f"{self.file.name}:{number}")
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise Malformed(f"not a line of a Kabar export: {error!r}") from None

    def _plain(self, said: dict[str, Any], at: str) -> Incoming:
        url = _text(said, "url")
        key = url or _text(said, "id")
        if not key:
            raise Malformed("neither url nor id tells this story from the others")
        notes: list[tuple[str, str]] = []
        blocks = list(self._blocks(said.get("body"), notes))
        slug = _text(said, "slug") or _last_part(url)
        headline = _text(said, "title") or self._headline(slug, notes, at)
        published = self._published(said, url, notes)
        fallback = None if published else self._fallback(said, notes)
        site = _text(said, "site")
        return Incoming(
            key=key, origin=key, at=at, headline=headline, blocks=blocks,
            section=Named(_text(said, "channel") or self.words["general"]),
            topics=tuple(Named(name) for name in [_text(said, "subchannel")] if name),
            distributor=Named(site) if site else None,
            standfirst=_text(said, "standfirst"),
            published=published, fallback_date=fallback, notes=notes,
            state=State.DRAFT if published and published > clock.now() else State.LIVE,
        )  # fmt: skip

    def _headline(self, slug: str, notes: list[tuple[str, str]], at: str) -> str:
        words = slug.replace("-", " ").replace("_", " ").strip()
        if not words:
            raise Malformed("neither title nor slug")
        notes.append(("headline made from the address", at))
        return words.capitalize()

    def _published(self, said: dict[str, Any], url: str, notes: list[tuple[str, str]]) -> datetime | None:
        try:
            published = dates.instant(said.get("published"), self.paper.zone)
        except ValueError:
            raise Malformed(f"published is not a date: {said['published']!r:.60}") from None
        if published is None and (published := dates.in_address(url, self.paper.zone)):
            notes.append(("date read from the address", ""))
        if published and published > clock.now():
            notes.append(("dated in the future: kept as a draft", url))
        return published

    def _fallback(self, said: dict[str, Any], notes: list[tuple[str, str]]) -> datetime:
        """Return a date for a story that has none."""
        try:
            summarised = dates.instant(said.get("summarised_at"), self.paper.zone)
        except ValueError:
            summarised = None
        known = "dated when summarised" if summarised else "filed behind all others"
        notes.append((f"without a date: {known}", ""))
        return min(summarised, clock.now()) if summarised else clock.UNKNOWN

    def _blocks(self, body: Any, notes: list[tuple[str, str]]) -> Iterator[Block]:
        if not isinstance(body, list):
            raise Malformed("body is not a list of paragraphs")
        for part in body:
            if isinstance(part, str):
                yield from _paragraph(part, notes)
            elif isinstance(part, dict) and "read_also" in part:
                yield _also_read(part["read_also"])
            else:
                raise Malformed(f"body holds neither text nor read_also: {json.dumps(part)[:80]}")


def _parsed(line: bytes) -> dict[str, Any]:
    try:
        said = json.loads(line)
    except UnicodeDecodeError as error:
        raise Malformed(f"not UTF-8: {error.reason} at byte {error.start}") from None
    except (ValueError, RecursionError) as error:
        raise Malformed(f"not JSON: {error}") from None
    if not isinstance(said, dict):
        raise Malformed("not a JSON object")
    return said


def _text(said: dict[str, Any], name: str) -> str:
    """Return a field as clean text, empty when absent."""
    value = said.get(name)
    if value is None:
        return ""
    if not isinstance(value, (str, int)) or isinstance(value, bool):
        raise Malformed(f"{name} is not text")
    return CONTROL.sub("", str(value)).strip()


def _last_part(url: str) -> str:
    try:
        part = urlsplit(url).path.rstrip("/").rsplit("/", 1)[-1]
    except ValueError:
        return ""
    return re.sub(r"\.\w{2,5}$", "", part)


def _paragraph(text: str, notes: list[tuple[str, str]]) -> Iterator[Block]:
    text = CONTROL.sub("", text).strip()
    if not text:
        return
    if title := noise.pointed_at(text):
        yield _also_read(title)
    elif kind := noise.kind_of(text):
        notes.append((f"dropped: {kind}", text))
    else:
        yield {"type": "paragraph", "value": f"<p>{escape(text, quote=False)}</p>"}


def _also_read(pointer: Any) -> Block:
    """Return a pointer at another story by its title, its address, or both."""
    said = pointer if isinstance(pointer, dict) else {"title": pointer}
    title, url = _text(said, "title")[:300], _text(said, "url")[:1000]
    if not title and not url:
        raise Malformed("read_also names neither a title nor a url")
    if url and not url.startswith(("https://", "http://", "/")):
        raise Malformed(f"read_also is not an address: {url[:80]}")
    return {"type": "also_read", "value": {"story": None, "title": title or url, "url": url}}
