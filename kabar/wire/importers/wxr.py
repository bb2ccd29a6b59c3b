"""WordPress exports: posts and pages become stories, everything else is counted with the reason."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from kabar import clock
from kabar.config import Paper
from kabar.wire.importers import dates, extras, wordpress_html, writers
from kabar.wire.importers.archive import Archive, Asked
from kabar.wire.importers.incoming import Incoming, Named
from kabar.wire.importers.media import PICTURE_NAME, Attachment
from kabar.wire.importers.posts import PAGE, SCHEDULED, Notes, Post, teller
from kabar.wire.importers.standing import former_of, path_of
from kabar.wire.importers.wxr_stream import elements, fields, local
from kabar.wire.importers.wxr_survey import Survey, meta, old_slugs, survey
from kabar.wire.reports import Tally

ITEM = frozenset({"item"})
UNCATEGORISED = frozenset({"uncategorized", "uncategorised", "tanpa-kategori", "tak-berkategori", ""})
#: What is kept aside, and why; any other type is of a plugin nobody here knows.
KEPT_ASIDE = {
    "nav_menu_item": "menu entry: the menu is made of the sections",
    "wp_navigation": "menu: the menu is made of the sections",
    "wp_global_styles": "style: the paper has its own",
    "revision": "old revision of a post",
    "guest-author": "writer's card of Co-Authors Plus: the name is on what they wrote",
}
NOT_LIVE = {
    "draft": "draft kept as a draft", "pending": "waiting for review: kept as a draft",
    "private": "private: kept as a draft", "future": SCHEDULED,
    "auto-draft": "automatic draft kept as a draft",
}  # fmt: skip
TRASH = frozenset({"trash"})
#: What may be a sign-in name, and would be one that no reader knows.
LOGIN = re.compile(r"[a-z0-9._@-]+")
NAMELESS = "byline that is a sign-in name: the file does not say whose"


class Wxr(Archive):
    """A WordPress export."""

    kind = "wxr"

    def __init__(self, paper: Paper, file: Path, asked: Asked) -> None:
        super().__init__(paper, file, asked)
        self.survey_of = Survey(listings=self.listings)
        self.counted: set[str] = set()

    def survey(self) -> int:
        """Read the export to its end, and keep the cards its posts refer to."""
        self.survey_of = survey(self.file, self.listings)
        self.survey_of.list_all()
        self.uploads.card = self.survey_of.attachment
        self.uploads.hanging = self._hanging
        self.uploads.site = self.uploads.site or self.survey_of.site
        self.site = self.survey_of.site or self.file.name
        self.site_address = self.asked.site or self.survey_of.site
        self.story = ""
        return self.survey_of.items

    def close(self) -> None:
        """Forget the cards."""
        super().close()
        self.survey_of.cards.close()

    def found(self) -> Mapping[str, Any]:
        """Return what the survey counted."""
        return self.survey_of.found()

    def open_report(self, tally: Tally) -> None:
        """Count what was mended, and the comments, which are kept aside."""
        super().open_report(tally)
        for slip, count in self.survey_of.mended.items():
            tally.note(f"mended: {slip}", n=count)
        if self.survey_of.comments:
            tally.note("comment kept aside: comments are not taken in yet", n=self.survey_of.comments)

    def items(self, after: int) -> Iterator[tuple[int, Any]]:
        """Yield the items behind a place; they are counted from one."""
        found = (item for name, item in elements(self.file, ITEM) if name == "item")
        return ((number, item) for number, item in enumerate(found, start=1) if number > after)

    def at(self, place: int) -> str:
        """Return how a report names a place."""
        return f"{self.file.name}: item {place}"

    def _hanging(self) -> list[Attachment]:
        return self.survey_of.cards.on(self.story)

    def read(self, item: Any, place: int) -> Incoming | None:
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
        return self._story(item, said, kind, status, self.at(place))

    def _attachment(self, said: dict[str, str]) -> None:
        url = said.get("wp:attachment_url", "").strip() or said.get("guid", "").strip()
        suffix = Path(path_of(url)).suffix.lower()
        if not PICTURE_NAME.search(path_of(url)):
            self.tally.skip(f"kept aside: file of type {suffix or '?'}")
        elif self.uploads.reaches and self.uploads.find(url, said.get("wp:post_id", "").strip()) is not None:
            self.tally.skip("attachment: a picture of the paper now")
        else:
            self.tally.skip("attachment: its file was not given")

    def _story(self, item: Any, said: dict[str, str], kind: str, status: str, at: str) -> Incoming:
        self.story = number = said.get("wp:post_id", "").strip()
        notes: Notes = []
        custom = meta(item)
        section, topics = self._filed_under(item, kind, extras.primary_category(custom))
        told = teller(notes)
        text = extras.text_of(said.get("content:encoded", ""), custom, told)
        standfirst = extras.standfirst(said.get("excerpt:encoded", ""), custom, notes)
        self._count_extras(said, custom, standfirst)
        post = Post(
            key=self._key(said, number, at), title=said.get("title", ""), notes=notes,
            blocks=wordpress_html.blocks_of(
                text, self.uploads, told, notes=custom.get("footnotes", ""), site=self.site_address
            ),
            held=_held(said, kind, status), published=self._published(said),
            updated=_gmt(said.get("wp:post_modified_gmt", "")), section=section, topics=topics,
            names=self._names(item, said), link=said.get("link", ""),
            former=_former(item, said, number, notes),
            slug=said.get("wp:post_name", ""), language=self.survey_of.language,
            excerpt=standfirst, lead=self._lead(custom, notes),
        )  # fmt: skip
        return post.incoming(at, self.words, self.paper.language)

    def _count_extras(self, said: dict[str, str], custom: dict[str, str], used: str) -> None:
        """Tell of what a post keeps beside its text and the paper has no place for."""
        if said.get("wp:is_sticky", "").strip() == "1":
            self.tally.note("kept at the top there: here an editor arranges the front", said.get("title", ""))
        for key in extras.unread(custom, used):
            if len(self.counted) < extras.MANY:
                self.counted.add(key)
            known = key in self.counted
            self.tally.note(f"custom field {key}, which has no place here" if known else extras.FURTHER)

    def _key(self, said: dict[str, str], number: str, at: str) -> str:
        if number and number != "0":
            return f"wxr:{self.site}:{number}"
        return f"wxr:{self.site}:{said.get('guid') or said.get('link') or said.get('title') or at}"

    def _published(self, said: dict[str, str]) -> datetime | None:
        """Return the instant of publication: GMT if stated, then the RSS date, then the site's own clock."""
        return (
            _gmt(said.get("wp:post_date_gmt", ""))
            or dates.rfc822(said.get("pubDate", ""))
            or _gmt(said.get("wp:post_date", ""), self.paper.zone)
        )

    def _lead(self, custom: dict[str, str], notes: list[tuple[str, str]]) -> int | None:
        number = custom.get("_thumbnail_id", "")
        if not number:
            elsewhere = extras.lead_address(custom)
            return self.uploads.find(elsewhere) if elsewhere else None
        if self.survey_of.cards.numbered(number) is None:
            notes.append(("lead picture that is not in the file", f"attachment {number}"))
            return None
        return self.uploads.find("", number)

    # --- what the post is filed under -----------------------------------------------------------------------

    def _filed_under(self, item: Any, kind: str, primary: str) -> tuple[Named, list[Named]]:
        """Return the section, the top of the primary or first category, and all else as topics."""
        if kind == "page":
            return Named(self.words["pages"]), []
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
            return Named(self.words["general"]), topics
        chosen = self.survey_of.category_numbers.get(primary, "")
        categories.sort(key=lambda category: category[0] != chosen)
        nicename, name = categories[0]
        top = self.survey_of.top_category(nicename)
        section = Named(self.survey_of.category_names.get(top, name) if top != nicename else name)
        further = [Named(other) for _slug_of, other in (categories if top != nicename else categories[1:])]
        return section, [*further, *topics]

    def _names(self, item: Any, said: dict[str, str]) -> list[str]:
        """Return whose names are on a post: its co-authors, or whoever wrote it."""
        together = [
            self._name(" ".join((child.text or "").split()), child.get("nicename") or "")
            for child in item
            if local(child) == "category" and child.get("domain") == "author"
        ]
        login = said.get("dc:creator", "").strip() or said.get("wp:author", "").strip()
        return [name for name in together if name] or [self._name(login)]

    def _name(self, login: str, nicename: str = "") -> str:
        """Return the name of a writer; Co-Authors Plus, too, only says by which they sign in."""
        name = self.survey_of.writers.name_of(login, unquote(nicename))
        if not name and LOGIN.fullmatch(login):
            self.tally.note(NAMELESS, login)
        return name or login or nicename.removeprefix(writers.COAUTHOR)


def _former(item: Any, said: dict[str, str], number: str, notes: Notes) -> tuple[str, ...]:
    """Return where a post stood beside its address: by its number, and under the slugs it had before."""
    found = [f"/?p={number}"] if number and number != "0" else []
    before, slash, _slug = said.get("link", "").strip().rstrip("/").rpartition("/")
    for slug in old_slugs(item) if slash and "?" not in before else ():
        notes.append(("old slug leads here now", slug))
        found += former_of(f"{before}/{slug}/")
    return tuple(found)


def _held(said: dict[str, str], kind: str, status: str) -> str:
    """Return why readers could not see a post there, and nothing when they could."""
    if kind == "page":
        return PAGE
    if said.get("wp:post_password", "").strip():
        return "behind a password: kept as a draft, without the password"
    return "" if status == "publish" else NOT_LIVE.get(status, f"status {status}: kept as a draft")


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
