"""Ghost exports: posts become stories; members, and all a newspaper has no place for, are counted."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from kabar.config import Paper
from kabar.wire.importers import dates, lexical, mobiledoc
from kabar.wire.importers.archive import Archive, Asked, Malformed
from kabar.wire.importers.aside import Aside
from kabar.wire.importers.incoming import Block, Incoming, Named
from kabar.wire.importers.json_stream import ITEM, rows
from kabar.wire.importers.listings import SUBJECT, WRITER
from kabar.wire.importers.markup.ghost import HANDLERS
from kabar.wire.importers.media import Attachment
from kabar.wire.importers.posts import PAGE, SCHEDULED, Notes, Post, blocks_of, teller
from kabar.wire.reports import ImportRefused, Tally

#: Where the tables of an export stand: Ghost's own, one that was flattened, an answer of its API.
BASES = (("db", ITEM, "data"), ("data",), ("result",), ())
NEEDED = frozenset(["posts", "tags", "users", "posts_tags", "posts_authors", "posts_meta"])
#: Why a whole table is kept aside; any other is of Ghost's own housekeeping.
KEPT_ASIDE = {
    "members": "`kabar import members` opens them their accounts",
    "subscribers": "`kabar import members` opens them their accounts",
    "comments": "comments are not taken in yet",
    "newsletters": "the paper sends none yet",
    "settings": "the paper has its own",
}
HELD = {
    "draft": "draft kept as a draft", "scheduled": SCHEDULED,
    "sent": "sent by mail only: kept as a draft",
}  # fmt: skip
#: Fields of a post that have no place here; each that says something is counted.
LOST = (
    "codeinjection_head", "codeinjection_foot", "custom_template", "canonical_url", "meta_title",
    "meta_description", "og_title", "og_description", "og_image", "twitter_title", "twitter_description",
    "twitter_image",
)  # fmt: skip
OBJECT_ID = re.compile(r"[0-9a-f]{24}")
Row = Mapping[str, Any]


class Ghost(Archive):
    """A Ghost export, or what its API answered."""

    kind = "ghost"

    def __init__(self, paper: Paper, file: Path, asked: Asked) -> None:
        super().__init__(paper, file, asked)
        self.counts: Counter[str] = Counter()
        self.tags: dict[str, Row] = {}
        self.users: dict[str, str] = {}
        self.aside = Aside()
        self.lead: Attachment | None = None
        self.uploads.card = lambda url, number: self.lead if self.lead and self.lead.url == url else None

    def survey(self) -> int:
        """Walk through every table, and keep what posts refer to."""
        for path, row in rows(self.file, _wanted):
            table = path[-1]
            self.counts[table] += 1
            if row is not None:
                self._keep(table, _unwrapped(row))
        if not self.counts["posts"]:
            raise ImportRefused(f"{self.file}: not a Ghost export: it has no posts")
        return self.counts["posts"]

    def _keep(self, table: str, row: Row) -> None:
        if table == "tags":
            self.tags[str(row.get("id"))] = row
            if not _text(row, "name").startswith("#"):
                self.listings.add(SUBJECT, f"/tag/{_text(row, 'slug')}", _text(row, "name"))
        elif table == "users":
            name = self.users[str(row.get("id"))] = str(row.get("name") or row.get("slug") or "")
            self.listings.add(WRITER, f"/author/{_text(row, 'slug')}", name)
        elif table == "posts_meta":
            self.aside.add(table, str(row.get("post_id")), json.dumps(row, default=str))
        elif table in ("posts_tags", "posts_authors"):
            other = row.get("tag_id") if table == "posts_tags" else row.get("author_id")
            place = row.get("sort_order")
            place = place if isinstance(place, int) else 0
            self.aside.add(table, str(row.get("post_id")), str(other), place)

    def found(self) -> Mapping[str, Any]:
        """Return how many rows each table has."""
        return {"tables": dict(self.counts)}

    def open_report(self, tally: Tally) -> None:
        """Count what is kept aside table by table."""
        super().open_report(tally)
        for table, count in self.counts.items():
            if table not in NEEDED and count:
                reason = KEPT_ASIDE.get(table, "the paper keeps no such thing")
                tally.note(f"{table} kept aside: {reason}", n=count)

    def items(self, after: int) -> Iterator[tuple[int, Any]]:
        """Yield the posts behind a place; they are counted from one."""
        posts = (row for path, row in rows(self.file, _is_post) if row is not None)
        return ((place, row) for place, row in enumerate(posts, start=1) if place > after)

    def read(self, item: Any, place: int) -> Incoming | None:
        """Return the story of a post."""
        said = _unwrapped(item)
        number, slug = str(said.get("id") or ""), _text(said, "slug")
        link = _text(said, "url") or _text(item, "url")
        key = number or link or slug
        if not key:
            raise Malformed("neither id, url nor slug tells this post from the others")
        notes: Notes = []
        meta = {**_meta(self.aside.of("posts_meta", number)), **{n: v for n, v in said.items() if v}}
        section, topics = self._filed_under(said, number)
        # The lead comes first: its card says what the picture shows, and the text may show it again.
        lead = self._lead(said, meta)
        blocks = self._blocks(said, notes)
        post = Post(
            key=self._key(key), title=_text(said, "title"), blocks=blocks, notes=notes,
            held=_held(said), published=self._instant(said, "published_at"),
            updated=self._instant(said, "updated_at"), section=section, topics=topics,
            names=self._names(said, number), link=link or (f"/{slug}/" if slug else ""), slug=slug,
            excerpt=_text(said, "custom_excerpt"), lead=lead,
            lead_caption=_text(meta, "feature_image_caption"),
        )  # fmt: skip
        notes += [(f"field {name} has no place here", _text(meta, name)) for name in LOST if meta.get(name)]
        return post.incoming(self.at(place), self.words, self.paper.language)

    def _key(self, key: str) -> str:
        """Return a key that is of this site: ids of Ghost's first years were plain numbers."""
        return (
            f"ghost:{key}" if OBJECT_ID.fullmatch(key) else f"ghost:{self.asked.site or self.file.name}:{key}"
        )

    def _blocks(self, said: Row, notes: Notes) -> list[Block]:
        """Return the text as Ghost rendered it; from what its editor keeps where it did not."""
        html = _text(said, "html")
        for name, read in (("lexical", lexical.html_of), ("mobiledoc", mobiledoc.html_of)):
            if not html and _text(said, name):
                try:
                    html = read(_text(said, name), teller(notes))
                except (ValueError, RecursionError) as error:
                    raise Malformed(f"{name}: {error}") from None
        if not html and _text(said, "plaintext"):
            html = lexical.markdown(_text(said, "plaintext"))
        html = html.replace("__GHOST_URL__/", "/")
        return blocks_of(html, self.uploads, notes, HANDLERS, site=self.asked.site)

    def _instant(self, said: Row, name: str) -> Any:
        value = said.get(name)
        try:
            return dates.instant(str(value), "UTC") if value else None
        except ValueError:
            raise Malformed(f"{name} is not a date: {value!r:.60}") from None

    def _lead(self, said: Row, meta: Row) -> int | None:
        url = _text(said, "feature_image").replace("__GHOST_URL__", "")
        if not url:
            return None
        self.lead = Attachment("", "", url, alt=_text(meta, "feature_image_alt"))
        return self.uploads.find(url)

    def _filed_under(self, said: Row, number: str) -> tuple[Named | None, list[Named]]:
        """Return the section, which is the first public tag, and the others as topics."""
        if _is_page(said):
            return Named(self.words["pages"]), []
        own = said.get("tags")
        rows = [_unwrapped(tag) for tag in own] if isinstance(own, list) else []
        rows = rows or [self.tags[tag] for tag in self.aside.of("posts_tags", number) if tag in self.tags]
        names = []
        for row in rows:
            name = _text(row, "name")
            if name.startswith("#") or row.get("visibility") == "internal":
                self.tally.note("internal tag dropped", name)
            elif name:
                names.append(Named(name))
        return (names[0] if names else None), names[1:]

    def _names(self, said: Row, number: str) -> list[str]:
        own = said.get("authors") or ([said["author"]] if said.get("author") else [])
        if isinstance(own, list) and own:
            return [_text(_unwrapped(each), "name") for each in own]
        ids = self.aside.of("posts_authors", number) or [str(said.get("author_id") or "")]
        return [self.users[each] for each in ids if each in self.users]

    def close(self) -> None:
        """Forget what was kept beside the posts."""
        super().close()
        self.aside.close()


def _table(path: tuple[str, ...]) -> str:
    return path[-1] if path and path[:-1] in BASES and path[-1] != "db" else ""


def _wanted(path: tuple[str, ...]) -> bool | None:
    """Keep the tables that posts refer to; only count any other, the posts among them."""
    table = _table(path)
    return (table in NEEDED and table != "posts") if table else None


def _is_post(path: tuple[str, ...]) -> bool | None:
    return True if _table(path) == "posts" else None


def _unwrapped(row: Any) -> Row:
    """Return a row that tools between systems wrap in its address and `data`."""
    inner = row.get("data") if isinstance(row, dict) else None
    return inner if isinstance(inner, dict) else row if isinstance(row, dict) else {}


def _text(said: Any, name: str) -> str:
    value = said.get(name) if isinstance(said, Mapping) else None
    return value.strip() if isinstance(value, str) else ""


def _meta(kept: list[str]) -> dict[str, Any]:
    return json.loads(kept[0]) if kept else {}


def _is_page(said: Row) -> bool:
    return said.get("type") == "page" or said.get("page") in (True, 1)


def _held(said: Row) -> str:
    """Return why not every reader could see a post there."""
    if _is_page(said):
        return PAGE
    status = _text(said, "status") or "published"
    if status != "published":
        return HELD.get(status, f"status {status}: kept as a draft")
    visibility = _text(said, "visibility") or "public"
    return "" if visibility == "public" else "for members only there: kept as a draft"
