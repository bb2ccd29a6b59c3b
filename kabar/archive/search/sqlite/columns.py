"""An entry as SQLite keeps it: the columns of its FTS5 table."""

from __future__ import annotations

from kabar.archive.search.entry import Entry, marks, stemmed


def columns(entry: Entry) -> list[int | str]:
    """Return the columns of an entry: its place in time, the stems of each field, exact forms, marks."""
    text, exact, stops = entry.text, [], []
    row: list[int | str] = [entry.place]
    for field in (text.headline, text.standfirst, text.names, text.body):
        pairs = stemmed(field, entry.language)
        row.append(" ".join(stem for _, stem in pairs if stem))
        exact += [plain for plain, stem in pairs if stem]
        stops += [plain for plain, stem in pairs if not stem and field is text.headline]
    return [*row, " ".join([*exact, *stops]), " ".join(marks(entry.paper, entry.section_id))]
