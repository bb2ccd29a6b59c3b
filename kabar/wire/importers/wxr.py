"""WordPress exports: posts and pages become stories, everything else is counted with the reason."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from kabar import clock
from kabar.config import Paper
from kabar.progress import Progress
from kabar.stories.markup import inline
from kabar.stories.models import State
from kabar.wire.importers import dates, lines
from kabar.wire.importers.filing import Desk
from kabar.wire.importers.incoming import Credit, Incoming, Named
from kabar.wire.importers.media import PICTURE_NAME, Uploads
from kabar.wire.importers.names import WORDS
from kabar.wire.importers.wordpress_html import blocks_of
from kabar.wire.importers.wxr_stream import elements, fields, local
from kabar.wire.importers.wxr_survey import Survey, meta, survey
from kabar.wire.reports import Report, Tally

ITEM = frozenset({"item"})
UNCATEGORISED = frozenset({"uncategorized", "uncategorised", "tanpa-kategori", "tak-berkategori", ""})
#: What is kept aside, and why; any other type is of a plugin nobody here knows.
KEPT_ASIDE = {
    "nav_menu_item": "menu entry: the menu is made of the sections",
    "wp_navigation": "menu: the menu is made of the sections",
    "wp_global_styles": "style: the paper has its own",
    "revision": "old revision of a post",
}
NOT_LIVE = {
    "draft": "draft kept as a draft", "pending": "waiting for review: kept as a draft",
    "private": "private: kept as a draft", "future": "scheduled: kept as a draft",
    "auto-draft": "automatic draft kept as a draft",
}  # fmt: skip
TRASH = frozenset({"trash"})
LOST_ADDRESS = "old address taken by another story"


def take_in(paper: Paper, file: Path, progress: Progress, media: Path | None = None) -> Report:
    """Take in a WordPress export; go on where an interrupted run of the same file stopped."""
    found = survey(file)
    desk = Desk(paper, "wxr", file, lines.seal(file), progress)
    if desk.place == 0:
        _open_report(desk.tally, found)
    reader = Reader(paper, file, found, media)
    progress.begin("import", found.items)
    progress.step(desk.place)
    for number, (name, item) in enumerate(_items(file), start=1):
        if number <= desk.place:
            continue
        # What is lost on the way is counted with the batch at hand, so that a resumed run counts it once.
        reader.attend(desk.tally)
        incoming = reader.read(item, f"{file.name}: item {number}") if name == "item" else None
        desk.passed(number) if incoming is None else desk.take(incoming, number)
    desk.close()
    progress.end()
    return desk.tally.report(str(file))


def _items(file: Path) -> Iterator[tuple[str, Any]]:
    return (pair for pair in elements(file, ITEM) if pair[0] == "item")


def _open_report(tally: Tally, found: Survey) -> None:
    tally.found.update(found.found())
    for slip, count in found.mended.items():
        tally.note(f"mended: {slip}", n=count)
    if found.comments:
        tally.note("comment kept aside: comments are not taken in yet", n=found.comments)


class Reader:
    """Makes stories of a survey's items."""

    def __init__(self, paper: Paper, file: Path, found: Survey, media: Path | None) -> None:
        self.paper, self.file, self.survey = paper, file, found
        self.words = WORDS[paper.language]
        self.uploads = Uploads(found, media, Tally())
        self.site = found.site or file.name

    def attend(self, tally: Tally) -> None:
        """Count into this tally from now on."""
        self.tally = self.uploads.tally = tally

    def read(self, item: Any, at: str) -> Incoming | None:
        """Return the story of an item, or None for one kept aside."""
        said = fields(item)
        kind = said.get("wp:post_type", "").strip() or "?"
        status = said.get("wp:status", "").strip() or "?"
        if kind == "attachment":
            self._attachment(said)
            return None
        if kind not in ("post", "page"):
            reason = KEPT_ASIDE.get(kind, f"type {kind}: neither post nor page")
            self.tally.skip(f"kept aside: {reason}")
            return None
        if status in TRASH:
            self.tally.skip("in the bin there")
            return None
        return self._story(item, said, kind, status, at)

    def _attachment(self, said: dict[str, str]) -> None:
        url = said.get("wp:attachment_url", "").strip() or said.get("guid", "").strip()
        suffix = Path(urlsplit(url).path).suffix.lower()
        if not PICTURE_NAME.search(urlsplit(url).path):
            self.tally.skip(f"kept aside: file of type {suffix or '?'}")
        elif self.uploads.folder and self.uploads.find(url, said.get("wp:post_id", "").strip()) is not None:
            self.tally.skip("attachment: a picture of the paper now")
        else:
            self.tally.skip("attachment: its file was not given")

    def _story(self, item: Any, said: dict[str, str], kind: str, status: str, at: str) -> Incoming:
        notes: list[tuple[str, str]] = []
        self.uploads.story = number = said.get("wp:post_id", "").strip()
        key = self._key(said, number, at)
        published = self._published(said)
        state = self._state(said, kind, status, published, notes)
        blocks = self._blocks(said, notes)
        section, topics = self._filed_under(item, kind)
        lead = self._lead(meta(item), notes)
        former = self._former(said, number, notes) if state == State.LIVE else ()
        return Incoming(
            key=key, origin=key, at=at, headline=self._headline(said, blocks, at, notes), section=section,
            topics=topics, blocks=blocks, state=state, published=published,
            fallback_date=None if published else clock.UNKNOWN,
            updated=_gmt(said.get("wp:post_modified_gmt", "")) if state == State.LIVE else None,
            standfirst=inline.text_of(said.get("excerpt:encoded", "")),
            slug=_slug(said.get("wp:post_name", "")), language=self._language(),
            credits=self._credits(item, said), lead_picture=lead, former=former, notes=notes,
        )  # fmt: skip

    def _key(self, said: dict[str, str], number: str, at: str) -> str:
        if number and number != "0":
            return f"wxr:{self.site}:{number}"
        return f"wxr:{self.site}:{said.get('guid') or said.get('link') or said.get('title') or at}"

    def _language(self) -> str:
        return self.survey.language if self.survey.language in ("id", "en") else self.paper.language

    def _state(
        self,
        said: dict[str, str],
        kind: str,
        status: str,
        published: datetime | None,
        notes: list[tuple[str, str]],
    ) -> State:
        """Return what a post is here: live only if every reader could see it there."""
        title = said.get("title", "").strip()
        if kind == "page":
            notes.append(("page kept as a draft: the paper has no pages beside its stories yet", title))
        elif said.get("wp:post_password", "").strip():
            notes.append(("behind a password: kept as a draft, without the password", title))
        elif status != "publish":
            notes.append((NOT_LIVE.get(status, f"status {status}: kept as a draft"), title))
        elif published and published > clock.now():
            notes.append((NOT_LIVE["future"], title))
        else:
            return State.LIVE
        return State.DRAFT

    def _published(self, said: dict[str, str]) -> datetime | None:
        """Return the instant of publication: GMT if stated, then the RSS date, then the site's own clock."""
        return (
            _gmt(said.get("wp:post_date_gmt", ""))
            or dates.rfc822(said.get("pubDate", ""))
            or _gmt(said.get("wp:post_date", ""), self.paper.zone)
        )

    def _blocks(self, said: dict[str, str], notes: list[tuple[str, str]]) -> list[dict[str, Any]]:
        def lost(what: str, example: str) -> None:
            notes.append((f"in the text: {what}", example))

        return blocks_of(said.get("content:encoded", ""), self.uploads, lost)

    def _headline(
        self, said: dict[str, str], blocks: list[dict[str, Any]], at: str, notes: list[tuple[str, str]]
    ) -> str:
        title = inline.text_of(said.get("title", ""))
        if title:
            if len(title) > 300:
                notes.append(("headline cut to 300 characters", title))
            return title
        notes.append(("without a headline: one was made", at))
        first = next((inline.text_of(block["value"]) for block in blocks if block["type"] == "paragraph"), "")
        slug = _slug(said.get("wp:post_name", "")).replace("-", " ")
        made = " ".join(first.split()[:10]) or (slug.capitalize() if not slug.isdigit() else "")
        return made[:300] or self.words["untitled"]

    def _lead(self, custom: dict[str, str], notes: list[tuple[str, str]]) -> int | None:
        number = custom.get("_thumbnail_id", "")
        if not number:
            return None
        if number not in self.survey.attachments:
            notes.append(("lead picture that is not in the file", f"attachment {number}"))
            return None
        return self.uploads.find("", number)

    # --- what the post is filed under -----------------------------------------------------------------------

    def _filed_under(self, item: Any, kind: str) -> tuple[Named, tuple[Named, ...]]:
        """Return the section, which is the first category's top, and all else it is filed under as topics."""
        if kind == "page":
            return Named(self.words["pages"]), ()
        categories, topics = [], []
        for child in item:
            name = " ".join((child.text or "").split())
            domain, nicename = child.get("domain", "category"), unquote(child.get("nicename") or "").strip()
            if local(child) != "category" or not (name or nicename):
                continue
            if domain == "category" and nicename not in UNCATEGORISED - {""}:
                categories.append((nicename, name or nicename))
            elif domain in ("post_tag", "tag"):
                topics.append(Named(name or nicename))
            elif domain not in ("category", "author"):
                self.tally.note(f"filed under {domain}, which the paper does not have", name)
        if not categories:
            return Named(self.words["general"]), tuple(topics)
        nicename, name = categories[0]
        top = self.survey.top_category(nicename)
        section = Named(self.survey.category_names.get(top, name) if top != nicename else name)
        further = [Named(other) for _slug_of, other in (categories if top != nicename else categories[1:])]
        return section, (*further, *topics)

    def _credits(self, item: Any, said: dict[str, str]) -> tuple[Credit, ...]:
        """Return whose names are on a post: its co-authors, or whoever wrote it."""
        together = [
            " ".join((child.text or "").split()) or child.get("nicename", "")
            for child in item
            if local(child) == "category" and child.get("domain") == "author"
        ]
        login = said.get("dc:creator", "").strip() or said.get("wp:author", "").strip()
        names = together or [self.survey.authors.get(login, login)]
        return tuple(Credit(Named(_public(name))) for name in names if _public(name))

    # --- where it stood -------------------------------------------------------------------------------------

    def _former(self, said: dict[str, str], number: str, notes: list[tuple[str, str]]) -> tuple[str, ...]:
        """Return the old addresses of a post, with and without the slash at the end."""
        found = []
        link = said.get("link", "").strip()
        path = unquote(_path(link))
        if path.strip("/") and len(path) <= 500:
            found += [path.rstrip("/"), path.rstrip("/") + "/"] if path.endswith("/") else [path]
            notes.append(("old address leads here now", ""))
        if number and number != "0":
            found.append(f"/?p={number}")
        return tuple(found)


def _path(link: str) -> str:
    try:
        return urlsplit(link).path
    except ValueError:
        return ""


def _slug(name: str) -> str:
    slug = unquote(name.strip())
    return slug if re.fullmatch(r"[A-Za-z0-9_-]+", slug) else ""


def _public(name: str) -> str:
    """Return a name fit for print: of an e-mail address only what stands before the @."""
    name = inline.text_of(name)
    return name.split("@")[0].replace(".", " ").title() if re.fullmatch(r"\S+@\S+", name) else name


def _gmt(text: str, zone: str | None = None) -> datetime | None:
    """Return WordPress's way of writing an instant; zeros mean none."""
    text = text.strip()
    if not text or text.startswith("0000"):
        return None
    try:
        read = datetime.fromisoformat(text)
        return dates.plausible(read.replace(tzinfo=clock.zone(zone) if zone else UTC))
    except ValueError:
        return None
