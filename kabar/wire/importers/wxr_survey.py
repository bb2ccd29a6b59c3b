"""A first walk through a WordPress export: whether it can be read to its end, and who and what is in it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from kabar.wire.importers.cards import Cards
from kabar.wire.importers.listings import SUBJECT, WRITER, Listings
from kabar.wire.importers.media import Attachment, plain_address
from kabar.wire.importers.writers import COAUTHOR, Writers, slug_of
from kabar.wire.importers.wxr_stream import elements, fields, local
from kabar.wire.reports import ImportRefused

POSTS = frozenset({"post", "page"})
#: What stands before a term in the address of its list, unless a site was told another word.
BASES = {"category": "category", "post_tag": "tag", "tag": "tag", "author": "author"}
DEEPEST = 9
NAMES = frozenset({
    "item", "wp:author", "wp:category", "wp:tag", "wp:term", "wp:wxr_version", "wp:base_site_url",
    "wp:base_blog_url", "link", "language", "title",
})  # fmt: skip


@dataclass(slots=True)
class Survey:
    """What a file holds, and the cards its posts refer to."""

    version: str = ""
    site: str = ""
    language: str = ""
    items: int = 0
    types: Counter[str] = field(default_factory=Counter)
    statuses: Counter[str] = field(default_factory=Counter)
    comments: int = 0
    comment_kinds: Counter[str] = field(default_factory=Counter)
    password_protected: int = 0
    categories: int = 0
    tags: int = 0
    author_count: int = 0
    writers: Writers = field(default_factory=Writers)
    parents: dict[str, str] = field(default_factory=dict)
    category_numbers: dict[str, str] = field(default_factory=dict)
    category_names: dict[str, str] = field(default_factory=dict)
    cards: Cards = field(default_factory=Cards)
    mended: Counter[str] = field(default_factory=Counter)
    listings: Listings = field(default_factory=Listings)

    def found(self) -> dict[str, Any]:
        """Return the counts a report opens with."""
        return {
            "WXR version": self.version or "none stated", "items": self.items, "types": dict(self.types),
            "statuses": dict(self.statuses), "authors": self.author_count, "categories": self.categories,
            "tags": self.tags, "comments": dict(self.comment_kinds),
            "password-protected": self.password_protected,
        }  # fmt: skip

    def attachment(self, url: str, number: str) -> Attachment | None:
        """Return the card of a file by its number, or by its address when that is another's."""
        named = self.cards.numbered(number) if number else None
        if named and (not url or _same_name(named.url, url)):
            return named
        return (self.cards.at(url) if url else None) or named

    def list_all(self) -> None:
        """Keep where categories within others, and whoever has an account, had their lists."""
        for nicename, name in self.category_names.items():
            self.listings.add(SUBJECT, f"/category/{self._path_of(nicename)}", name)
        for login, name in self.writers.names.items():
            self.listings.add(WRITER, f"/author/{slug_of(login)}", name)

    def _path_of(self, nicename: str) -> str:
        """Return a category's address behind those it lies in, which are at most a few."""
        path = [nicename]
        while (parent := self.parents.get(path[0])) and parent not in path and len(path) < DEEPEST:
            path.insert(0, parent)
        return unquote("/".join(path))

    def top_category(self, nicename: str) -> str:
        """Return the category a category lies in at the top; one that lies in itself is its own."""
        seen: set[str] = set()
        while (
            (parent := self.parents.get(nicename)) and parent in self.category_names and nicename not in seen
        ):
            seen.add(nicename)
            nicename = parent
        return nicename


def survey(file: Path, listings: Listings | None = None) -> Survey:
    """Read a file to its end; raise ImportRefused when that cannot be done or it is no WordPress export."""
    found = Survey(listings=listings or Listings())
    root = channels = 0
    for name, element in elements(file, NAMES, found.mended):
        if name in ("<rss>", "<channel>"):
            root += name == "<rss>"
            channels += name == "<channel>"
        elif name.startswith("<") and not root:
            raise ImportRefused(f"{file}: not a WordPress export: it begins with {name} instead of <rss>")
        elif not name.startswith("<"):
            READERS.get(name, _ignore)(found, element)
    if not channels:
        raise ImportRefused(f"{file}: not a WordPress export: it has no <channel>")
    return found


def _ignore(found: Survey, element: Any) -> None:
    pass


def _version(found: Survey, element: Any) -> None:
    found.version = found.version or (element.text or "").strip()


def _site(found: Survey, element: Any) -> None:
    found.site = (element.text or "").strip().rstrip("/") or found.site


def _link(found: Survey, element: Any) -> None:
    found.site = found.site or (element.text or "").strip().rstrip("/")


def _language(found: Survey, element: Any) -> None:
    found.language = (element.text or "").strip().lower()[:2]


def _author(found: Survey, element: Any) -> None:
    said = fields(element)
    found.author_count += 1
    login = said.get("wp:author_login", "").strip()
    whole = f"{said.get('wp:author_first_name', '')} {said.get('wp:author_last_name', '')}".strip()
    found.writers.add(login, said.get("wp:author_display_name", "").strip() or whole)


def _category(found: Survey, element: Any) -> None:
    said = fields(element)
    found.categories += 1
    nicename = said.get("wp:category_nicename", "").strip()
    found.category_names[nicename] = said.get("wp:cat_name", "").strip() or nicename
    found.category_numbers[said.get("wp:term_id", "").strip()] = nicename
    found.parents[nicename] = said.get("wp:category_parent", "").strip()


def _tag(found: Survey, element: Any) -> None:
    found.tags += 1


def _item(found: Survey, element: Any) -> None:
    said = fields(element)
    found.items += 1
    kind = said.get("wp:post_type", "").strip() or "?"
    found.types[kind] += 1
    found.statuses[said.get("wp:status", "").strip() or "?"] += 1
    if kind in POSTS:
        _lists(found, element)
    children = Counter(local(child) for child in element)
    found.comments += children["wp:comment"]
    found.comment_kinds.update(_comment_kind(child) for child in element if local(child) == "wp:comment")
    found.author_count += children["wp:author"]
    found.password_protected += bool(said.get("wp:post_password", "").strip())
    if kind == "attachment":
        _attachment(found, element, said)
    elif kind == "guest-author":
        found.writers.add_guest(said, meta(element))


def _lists(found: Survey, item: Any) -> None:
    """Keep where WordPress listed a post: under its categories, its tags and who wrote it."""
    for child in item:
        base, nicename = BASES.get(child.get("domain") or ""), unquote(child.get("nicename") or "").strip()
        if local(child) != "category" or base is None or not nicename:
            continue
        words = child.text or ""
        if base == "author":
            nicename = nicename.removeprefix(COAUTHOR)
            words = found.writers.name_of(words.strip(), nicename) or words
        found.listings.add(WRITER if base == "author" else SUBJECT, f"/{base}/{nicename}", words)


def _comment_kind(comment: Any) -> str:
    """Return what a comment is: one that readers saw, one that did not pass, or a link from elsewhere."""
    said = fields(comment)
    kind, passed = said.get("wp:comment_type", "").strip(), said.get("wp:comment_approved", "1").strip()
    if kind not in ("", "comment"):
        return kind
    return {"1": "approved", "0": "waiting"}.get(passed, passed)


def _attachment(found: Survey, element: Any, said: dict[str, str]) -> None:
    number = said.get("wp:post_id", "").strip()
    url = said.get("wp:attachment_url", "").strip() or said.get("guid", "").strip()
    card = Attachment(
        number=number, parent=said.get("wp:post_parent", "").strip(), url=url,
        title=said.get("title", "").strip(), alt=meta(element).get("_wp_attachment_image_alt", ""),
        caption=(said.get("excerpt:encoded") or said.get("content:encoded") or "").strip()[:2000],
    )  # fmt: skip
    found.cards.add(card)


def meta(element: Any) -> dict[str, str]:
    """Return an item's custom fields."""
    kept: dict[str, str] = {}
    for child in element:
        if local(child) == "wp:postmeta":
            said = fields(child)
            kept.setdefault(said.get("wp:meta_key", "").strip(), said.get("wp:meta_value", "").strip())
    return kept


def old_slugs(element: Any) -> list[str]:
    """Return the slugs a post had before, which WordPress keeps to lead readers on."""
    metas = (fields(child) for child in element if local(child) == "wp:postmeta")
    found = (
        said.get("wp:meta_value", "").strip()
        for said in metas
        if said.get("wp:meta_key", "").strip() == "_wp_old_slug"
    )
    return [slug for slug in found if slug]


def _same_name(one: str, other: str) -> bool:
    return plain_address(one).rsplit("/", 1)[-1] == plain_address(other).rsplit("/", 1)[-1]


READERS = {
    "wp:wxr_version": _version, "wp:base_site_url": _site, "wp:base_blog_url": _site, "link": _link,
    "language": _language, "wp:author": _author, "wp:category": _category, "wp:tag": _tag, "item": _item,
}  # fmt: skip
