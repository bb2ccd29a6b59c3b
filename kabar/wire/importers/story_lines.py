"""Stories as JSON lines: the plain archive format, and Kabar's own export in its `kabar` field."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from html import escape
from typing import Any
from urllib.parse import urlsplit

from kabar import clock
from kabar.stories.markup.inline import CONTROL
from kabar.stories.models import State
from kabar.wire.importers import dates, lines, noise
from kabar.wire.importers.archive import Archive, Malformed
from kabar.wire.importers.incoming import Block, Incoming, Named
from kabar.wire.importers.kabar_records import Records
from kabar.wire.reports import Tally


class StoryLines(Archive):
    """Stories as JSON lines."""

    kind = "stories"
    records: Records | None = None

    def survey(self) -> int:
        """Count the lines, and refuse a file that is damaged."""
        self.total = lines.count(self.file)
        return self.total

    def found(self) -> Mapping[str, Any]:
        """Return how many lines there are."""
        return {"lines": self.total}

    def begin(self, tally: Tally) -> None:
        """Take in the cards of an export, which its stories name."""
        self.records = Records.beside(self.paper, self.file, tally, dry=self.asked.dry)

    def items(self, after: int) -> Iterator[tuple[int, bytes | None]]:
        """Yield the lines behind a number."""
        return lines.numbered(self.file, after=after)

    def at(self, place: int) -> str:
        """Return how a report names a line."""
        return f"{self.file}:{place}"

    def read(self, item: bytes | None, place: int) -> Incoming | None:
        """Return the story of a line, or None for an empty line; raise Malformed with the reason."""
        if item is None:
            raise Malformed("the line is longer than 16 MB")
        if not item.strip():
            return None
        said = _parsed(item)
        own = said.get("kabar")
        if own is not None:
            return self._own(said, own, place)
        return self._plain(said, f"{self.file.name}:{place}")

    def fills_menu(self) -> bool:
        """Return whether the menu may be filled; that of an export comes with it."""
        return self.records is None

    def finish(self, tally: Tally) -> None:
        """Lay what could not be laid before every story was here."""
        if self.records and not self.asked.dry:
            self.records.finish(self.file, tally)

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
