"""Blogger exports (Atom): posts become stories; comments, pages' templates and settings are counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from kabar.config import Paper
from kabar.wire.importers import dates
from kabar.wire.importers.archive import Archive, Asked, Malformed
from kabar.wire.importers.incoming import Incoming, Named
from kabar.wire.importers.listings import SUBJECT
from kabar.wire.importers.markup.blogger import HANDLERS
from kabar.wire.importers.posts import PAGE, Notes, Post, blocks_of
from kabar.wire.importers.wxr_stream import elements, fields, local
from kabar.wire.reports import ImportRefused, Tally

ENTRY = frozenset({"entry"})
KIND = "http://schemas.google.com/g/2005#kind"
LABEL = "http://www.blogger.com/atom/ns#"
KEPT_ASIDE = {
    "comment": "comment kept aside: comments are not taken in yet",
    "settings": "kept aside: a setting of the blog",
    "template": "kept aside: the blog's template",
}


class Blogger(Archive):
    """A blog as Blogger or Google Takeout gives it."""

    kind = "blogger"

    def __init__(self, paper: Paper, file: Path, asked: Asked) -> None:
        super().__init__(paper, file, asked)
        self.kinds: Counter[str] = Counter()
        self.mended: Counter[str] = Counter()

    def survey(self) -> int:
        """Read the feed to its end and count its entries by kind."""
        begins = ""
        for name, element in elements(self.file, ENTRY, self.mended, depth=1):
            begins = begins or name
            if name == "entry":
                kind = _kind(element)
                self.kinds[kind] += 1
                for label in _labels(element) if kind == "post" else ():
                    self.listings.add(SUBJECT, f"/search/label/{label.name}", label.name)
        if begins != "<feed>":
            raise ImportRefused(f"{self.file}: not a Blogger export: it begins with {begins or 'nothing'}")
        return self.kinds.total()

    def found(self) -> Mapping[str, Any]:
        """Return how many entries of each kind there are."""
        return {"entries": dict(self.kinds)}

    def open_report(self, tally: Tally) -> None:
        """Count what was mended on the way."""
        super().open_report(tally)
        for slip, count in self.mended.items():
            tally.note(f"mended: {slip}", n=count)

    def items(self, after: int) -> Iterator[tuple[int, Any]]:
        """Yield the entries behind a place; they are counted from one."""
        found = (entry for name, entry in elements(self.file, ENTRY, depth=1) if name == "entry")
        return ((place, entry) for place, entry in enumerate(found, start=1) if place > after)

    def read(self, item: Any, place: int) -> Incoming | None:
        """Return the story of an entry, or None for one that is no post."""
        kind, said = _kind(item), fields(item)
        if kind not in ("post", "page"):
            self.tally.skip(KEPT_ASIDE.get(kind, f"kept aside: entry of kind {kind}"))
            return None
        if said.get("blogger:trashed", "").strip():
            self.tally.skip("in the bin there")
            return None
        link = _link(item) or said.get("blogger:filename", "").strip()
        key = said.get("id", "").strip() or link
        if not key:
            raise Malformed("neither id nor address tells this entry from the others")
        notes: Notes = []
        labels = [] if kind == "page" else _labels(item)
        post = Post(
            key=f"blogger:{key}", title=said.get("title", ""), notes=notes, held=_held(item, said, kind),
            blocks=blocks_of(said.get("content") or said.get("summary", ""), self.uploads, notes, HANDLERS),
            published=self._instant(said, "published") or self._instant(said, "blogger:created"),
            updated=self._instant(said, "updated"), topics=labels[1:], names=_names(item), link=link,
            section=Named(self.words["pages"]) if kind == "page" else (labels[0] if labels else None),
            slug=link.rsplit("/", 1)[-1].removesuffix(".html"),
        )  # fmt: skip
        return post.incoming(self.at(place), self.words, self.paper.language)

    def _instant(self, said: dict[str, str], name: str) -> Any:
        try:
            return dates.instant(said.get(name, "").strip(), self.paper.zone)
        except ValueError:
            raise Malformed(f"{name} is not a date: {said[name]!r:.60}") from None


def _kind(entry: Any) -> str:
    """Return what an entry is: Takeout says it in an element, the older export in a category."""
    for child in entry:
        if local(child) == "blogger:type":
            return (child.text or "").strip().lower()
        if local(child) == "category" and child.get("scheme") == KIND:
            return child.get("term", "").rpartition("#")[2].lower()
    return "?"


def _held(entry: Any, said: dict[str, str], kind: str) -> str:
    if kind == "page":
        return PAGE
    drafts = [each.text for each in entry.iter() if local(each) == "app:draft"]
    status = said.get("blogger:status", "").strip().lower()
    if "yes" in drafts or status == "draft":
        return "draft kept as a draft"
    return "" if status in ("", "live") else f"status {status}: kept as a draft"


def _labels(entry: Any) -> list[Named]:
    terms = [
        " ".join(child.get("term", "").split())
        for child in entry
        if local(child) == "category" and child.get("scheme") in (LABEL, None)
    ]
    return [Named(term) for term in dict.fromkeys(terms) if term]


def _names(entry: Any) -> list[str]:
    authors = [child for child in entry if local(child) == "author"]
    return [fields(author).get("name", "").strip() for author in authors]


def _link(entry: Any) -> str:
    for child in entry:
        if local(child) == "link" and child.get("rel", "alternate") == "alternate":
            return (child.get("href") or "").strip()
    return ""
