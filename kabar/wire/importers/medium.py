"""Medium exports: a zip of HTML files; posts become stories, answers and account data stay aside."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from kabar.config import Paper
from kabar.stories.markup import setting
from kabar.wire.importers import dates
from kabar.wire.importers.archive import Archive, Asked, Malformed
from kabar.wire.importers.incoming import Incoming, Named
from kabar.wire.importers.packets import Packet
from kabar.wire.importers.posts import Notes, Post, teller
from kabar.wire.reports import ImportRefused, Tally

#: The number Medium gives a post stands at the end of its file's name and of its address.
NUMBER = re.compile(r"-([0-9a-f]{8,16})(?:\.html)?$")
#: Repeated in the text of a post: the headline and the line below it.
REPEATED = "contains(concat(' ', @class, ' '), ' graf--title ') or contains(@class, 'graf--subtitle')"
Tree = Any


class Medium(Archive):
    """A Medium export, zipped or unpacked."""

    kind = "medium"

    def __init__(self, paper: Paper, file: Path, asked: Asked) -> None:
        super().__init__(paper, file, asked)
        self.packet = Packet(file)
        self.posts = [
            name for name in self.packet.names if _folder(name) == "posts" and name.endswith(".html")
        ]

    def seal(self) -> str:
        """Return what tells this export from another."""
        return self.packet.seal()

    def survey(self) -> int:
        """Count the files; each is read when its turn comes."""
        if not self.posts:
            raise ImportRefused(f"{self.file}: not a Medium export: it has no posts/*.html")
        return len(self.packet.names)

    def found(self) -> Mapping[str, Any]:
        """Return how many files each folder of the export holds."""
        return {"files": dict(Counter(_folder(name) for name in self.packet.names))}

    def open_report(self, tally: Tally) -> None:
        """Say why account data is not taken in."""
        super().open_report(tally)

    def items(self, after: int) -> Iterator[tuple[int, str]]:
        """Yield the names of the files behind a place."""
        return (pair for pair in enumerate(self.packet.names, start=1) if pair[0] > after)

    def at(self, place: int) -> str:
        """Return the name of a file."""
        return f"{self.file.name}: {self.packet.names[place - 1]}"

    def read(self, item: str, place: int) -> Incoming | None:
        """Return the story of a file, or None for one that is no post."""
        if _folder(item) != "posts" or not item.endswith(".html"):
            self.tally.skip(f"kept aside: {_folder(item)}, which is of the account and not of the paper")
            return None
        root = setting.parsed(self.packet.read(item).decode("utf-8", "replace"))
        body = None if root is None else _first(root, "//section[@data-field='body']")
        if root is None or body is None:
            raise Malformed("no section of the file is the body of a post")
        if _first(root, "//section[@data-field='subtitle']") is None:
            self.tally.skip("answer to somebody's post, kept aside: comments are not taken in yet")
            return None
        return self._post(item, root, body).incoming(self.at(place), self.words, self.paper.language)

    def _post(self, name: str, root: Tree, body: Tree) -> Post:
        file = PurePosixPath(name).name
        number = NUMBER.search(file)
        link = _attribute(root, "//a[contains(@class, 'p-canonical')]", "href")
        topics = [Named(words) for words in _all_words(root, "//a[contains(@class, 'p-tag')]") if words]
        said = _attribute(root, "//time[contains(@class, 'dt-published')]", "datetime")
        notes: Notes = []
        for repeated in body.xpath(f".//*[{REPEATED}]"):
            repeated.drop_tree()
        blocks = setting.blocks_in(body, self.uploads, teller(notes))
        return Post(
            key=f"medium:{number[1] if number else file}",
            title=_words(root, "//h1[contains(@class, 'p-name')]") or _words(root, "//title"),
            excerpt=_words(root, "//section[@data-field='subtitle']"), blocks=blocks, notes=notes,
            held="draft kept as a draft" if file.startswith("draft") or not (link or said) else "",
            published=self._instant(said), section=topics[0] if topics else None, topics=topics[1:],
            names=_all_words(root, "//a[contains(@class, 'p-author')]"), link=link, slug=_slug(link),
        )  # fmt: skip

    def _instant(self, said: str) -> Any:
        try:
            return dates.instant(said, "UTC")
        except ValueError:
            raise Malformed(f"dt-published is not a date: {said!r:.60}") from None


def _folder(name: str) -> str:
    """Return the folder a file lies in; an export may lie in a folder of its own."""
    return PurePosixPath(name).parent.name or "the root"


def _first(root: Tree, path: str) -> Tree | None:
    found = root.xpath(path)
    return found[0] if found else None


def _all_words(root: Tree, path: str) -> list[str]:
    return [" ".join(each.text_content().split()) for each in root.xpath(path)]


def _words(root: Tree, path: str) -> str:
    return next(iter(_all_words(root, path)), "")


def _attribute(root: Tree, path: str, name: str) -> str:
    found = _first(root, path)
    return (found.get(name) or "").strip() if found is not None else ""


def _slug(link: str) -> str:
    slug = NUMBER.sub("", link.rstrip("/").rsplit("/", 1)[-1])
    return "" if slug.isdigit() else slug
