"""A table by a mapping: CSV, JSON lines or JSON, each row a story; a row that does not fit is named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from kabar.config import Paper
from kabar.stories.markup import inline
from kabar.wire.importers import lexical, lines, mobiledoc, tables
from kabar.wire.importers.archive import Archive, Asked, Malformed
from kabar.wire.importers.incoming import Block, Incoming, Named
from kabar.wire.importers.linked import Linked
from kabar.wire.importers.mapping import LIVE, Column, Unfit, load
from kabar.wire.importers.media import Attachment
from kabar.wire.importers.posts import Notes, Post, blocks_of, teller
from kabar.wire.reports import ImportRefused


class Table(Archive):
    """A table whose columns a mapping names."""

    kind = "table"
    linked: Linked | None = None

    def __init__(self, paper: Paper, file: Path, asked: Asked) -> None:
        super().__init__(paper, file, asked)
        if not asked.mapping:
            raise ImportRefused(
                f"{file}: a table needs a mapping; docs/reference/import.md says how one is written"
            )
        self.mapping = load(asked.mapping)
        self.form = tables.kind_of(file)
        self.zone = self.mapping.zone or paper.zone
        self.uploads.site = self.uploads.site or self.mapping.site
        self.total = 0

    def seal(self) -> str:
        """Return what tells this file read by this mapping from another."""
        return lines.seal(self.file)

    def survey(self) -> int:
        """Read the table to its end."""
        self.total = sum(1 for _row in self._rows())
        if not self.total:
            where = f" at {'.'.join(self.mapping.at)}" if self.mapping.at else ""
            raise ImportRefused(f"{self.file}: no rows{where}")
        if self.form == tables.JSON:
            self.linked = Linked(self.file, self.mapping.linked, self.mapping.fields.values())
        return self.total

    def found(self) -> Mapping[str, Any]:
        """Return how many rows there are."""
        return {"rows": self.total}

    def _rows(self) -> Iterator[tuple[int, Any]]:
        return tables.rows_of(self.file, self.form, self.mapping.at, self.mapping.columns())

    def items(self, after: int) -> Iterator[tuple[int, Any]]:
        """Yield the rows behind a place."""
        return (pair for pair in self._rows() if pair[0] > after)

    def at(self, place: int) -> str:
        """Return how a report names a row: by its line, or by its number in an array."""
        return f"{self.file}:{place}" if self.form != tables.JSON else f"{self.file}: row {place}"

    def read(self, item: Any, place: int) -> Incoming | None:
        """Return the story of a row; raise Malformed naming the column that does not fit."""
        if isinstance(item, Exception):
            raise Malformed(str(item))
        if not isinstance(item, dict):
            raise Malformed("not an object")
        if self.linked:
            self.linked.lay_out(item)
        try:
            return self._story(item).incoming(self.at(place), self.words, self.paper.language)
        except Unfit as reason:
            raise Malformed(str(reason)) from None

    def _story(self, row: dict[str, Any]) -> Post:
        text = {name: column.text(row) for name, column in self._plain()}
        key = text.get("key", "")
        if not key:
            raise Unfit(
                f"{self.mapping.fields['key'].column}: empty, and nothing else tells this row from the others"
            )
        if not text.get("title") and not text.get("body"):
            raise Unfit(f"{self.mapping.fields['body'].column}: empty, and so is the title")
        notes: Notes = []
        names, topics = self._texts("authors", row), [Named(each) for each in self._texts("topics", row)]
        section = text.get("section", "")
        lead = self._lead(text)
        return Post(
            key=f"{self.mapping.source or self.mapping.name}:{key}", title=text.get("title", ""),
            blocks=self._blocks(text.get("body", ""), notes), notes=notes, held=self._held(text),
            published=self._instant("published", row), updated=self._instant("updated", row),
            section=Named(section) if section else None, topics=topics, names=names,
            link=text.get("url", ""), slug=text.get("slug", ""), excerpt=text.get("standfirst", ""),
            kicker=text.get("kicker", ""), language=text.get("language", "")[:2].lower(),
            place=text.get("place", ""), distributor=text.get("distributor", ""), lead=lead,
            lead_caption=text.get("picture_caption", ""),
        )  # fmt: skip

    def _plain(self) -> Iterator[tuple[str, Column]]:
        for name, column in self.mapping.fields.items():
            if name not in ("topics", "authors", "published", "updated"):
                yield name, column

    def _texts(self, name: str, row: dict[str, Any]) -> list[str]:
        column = self.mapping.fields.get(name)
        return column.texts(row) if column else []

    def _instant(self, name: str, row: dict[str, Any]) -> Any:
        column = self.mapping.fields.get(name)
        return column.instant(row, self.zone) if column else None

    def _blocks(self, body: str, notes: Notes) -> list[Block]:
        if body and self.mapping.body in ("lexical", "mobiledoc"):
            try:
                read = lexical.html_of if self.mapping.body == "lexical" else mobiledoc.html_of
                body = read(body, teller(notes))
            except ValueError as error:
                raise Unfit(f"{self.mapping.fields['body'].column}: {error}") from None
        elif self.mapping.body == "text":
            body = lexical.markdown(body)
        if not inline.text_of(body) and "<img" not in body:
            notes.append(("row without text: the story is empty", ""))
        return blocks_of(body, self.uploads, notes)

    def _held(self, text: Mapping[str, str]) -> str:
        if "state" not in self.mapping.fields:
            return ""
        state = text.get("state", "")
        return "" if state.casefold() in LIVE else f"status {state or 'not stated'}: kept as a draft"

    def _lead(self, text: Mapping[str, str]) -> int | None:
        url = text.get("picture", "")
        if not url:
            return None
        self.uploads.card = lambda asked, number: Attachment("", "", asked) if asked == url else None
        return self.uploads.find(url)
