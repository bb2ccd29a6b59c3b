"""Substack exports: posts.csv beside HTML files; newsletters become stories, readers stay aside."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator, Mapping
from html import escape, unescape
from pathlib import Path, PurePosixPath
from typing import Any

from kabar.config import Paper
from kabar.stories.markup import setting
from kabar.wire.importers import dates
from kabar.wire.importers.archive import Archive, Asked, Malformed
from kabar.wire.importers.incoming import Block, Incoming, Named
from kabar.wire.importers.markup import walking
from kabar.wire.importers.markup.substack import HANDLERS
from kabar.wire.importers.packets import Packet
from kabar.wire.importers.posts import PAGE, Notes, Post, teller
from kabar.wire.importers.tables import of_csv
from kabar.wire.reports import ImportRefused, Tally

TABLE = "posts.csv"
NEEDED = ("post_id", "title", "is_published")
#: What asks a reader to subscribe, share or comment, wherever it stands in the text.
ASKS = (
    "//*[contains(@class, 'button-wrapper') or contains(@class, 'subscription-widget')"
    " or contains(@class, 'subscribe-widget') or contains(@class, 'captioned-button-wrap')]"
)


class Substack(Archive):
    """A Substack export, zipped or unpacked."""

    kind = "substack"

    def __init__(self, paper: Paper, file: Path, asked: Asked) -> None:
        super().__init__(paper, file, asked)
        self.packet = Packet(file)
        tables = [name for name in self.packet.names if PurePosixPath(name).name == TABLE]
        if not tables:
            raise ImportRefused(f"{file}: not a Substack export: it has no {TABLE}")
        self.table = tables[0]
        self.folder = PurePosixPath(self.table).parent / "posts"
        self.here = set(self.packet.names)
        self.kinds: Counter[str] = Counter()

    def seal(self) -> str:
        """Return what tells this export from another."""
        return self.packet.seal()

    def survey(self) -> int:
        """Read the table to its end."""
        for _place, row in self._rows():
            self.kinds[(isinstance(row, dict) and row.get("type")) or "?"] += 1
        return self.kinds.total()

    def found(self) -> Mapping[str, Any]:
        """Return how many posts of each type there are."""
        return {"posts": dict(self.kinds)}

    def open_report(self, tally: Tally) -> None:
        """Count the lists of readers and of what was opened, which stay aside."""
        super().open_report(tally)
        for name in self.packet.names:
            if name.endswith(".csv") and name != self.table:
                what = "a list of readers: `kabar import members` opens them their accounts"
                counts = "counts of one post: the paper keeps no such thing"
                tally.note(f"kept aside: {what if 'email_list' in name else counts}", name)

    def _rows(self) -> Iterator[tuple[int, Any]]:
        with self.packet.open(self.table) as opened:
            text = io.TextIOWrapper(opened, encoding="utf-8-sig", newline="")
            yield from of_csv(text, f"{self.file}: {self.table}", NEEDED)

    def items(self, after: int) -> Iterator[tuple[int, Any]]:
        """Yield the rows behind a line of the table."""
        return (pair for pair in self._rows() if pair[0] > after)

    def at(self, place: int) -> str:
        """Return how a report names a line of the table."""
        return f"{self.file.name}: {self.table}:{place}"

    def read(self, item: Any, place: int) -> Incoming | None:
        """Return the story of a row and its file."""
        if isinstance(item, Exception):
            raise Malformed(str(item))
        number = item["post_id"].strip()
        if not number:
            raise Malformed("post_id is empty")
        slug = number.partition(".")[2]
        kind = item.get("type", "")
        notes: Notes = []
        post = Post(
            key=f"substack:{number.partition('.')[0]}", title=unescape(item["title"]), notes=notes,
            excerpt=escape(unescape(item.get("subtitle", ""))), blocks=self._blocks(number, item, notes),
            held=_held(item, kind), published=self._instant(item), slug=slug,
            section=Named(self.words["pages"]) if kind == "page" else None,
            link=f"/p/{slug}" if slug else "",
        )  # fmt: skip
        return post.incoming(self.at(place), self.words, self.paper.language)

    def _blocks(self, number: str, item: dict[str, str], notes: Notes) -> list[Block]:
        name = str(self.folder / f"{number}.html")
        html = self.packet.read(name).decode("utf-8", "replace") if name in self.here else ""
        if not html:
            notes.append(("text that is not in the export: the story is empty", name))
        if sound := item.get("podcast_url", "").strip():
            notes.append(("sound left where it is; a link was kept", sound))
            html += f'<p><a href="{escape(sound)}">{escape(sound)}</a></p>'
        root = setting.parsed(html)
        if root is None:
            return []
        for asking in root.xpath(ASKS):
            notes.append(("in the text: a button that asks readers for something", ""))
            asking.drop_tree()
        walking.prepare(root, HANDLERS, teller(notes))
        return setting.blocks_in(root, self.uploads, teller(notes))

    def _instant(self, item: dict[str, str]) -> Any:
        said = item.get("post_date", "").strip()
        try:
            return dates.instant(said, "UTC")
        except ValueError:
            raise Malformed(f"post_date is not a date: {said!r:.60}") from None


def _held(item: dict[str, str], kind: str) -> str:
    """Return why not every reader could see a post there."""
    if kind == "page":
        return PAGE
    if item["is_published"].strip().casefold() != "true":
        return "draft kept as a draft"
    audience = item.get("audience", "").strip() or "everyone"
    return "" if audience == "everyone" else "for members only there: kept as a draft"
