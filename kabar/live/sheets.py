"""How a live story's entries are laid out: the newest on its story's page, the others on sheets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kabar.live.models import Entry

#: A sheet is full with so many entries, or with so many letters. The story's page prints the sheet that was
#: begun and the one before, with everything it needs in 35 KB, and in 30 KB in the data-saver edition.
ENTRIES, LETTERS = 10, 8_000
#: So many sheets are listed on the story's page, with a mark for each entry to which a link may lead.
NAMED = 150


@dataclass(frozen=True, slots=True)
class Sheet:
    """Entries that left the story's page, newest first; its number counts from the oldest, and stays."""

    number: int
    path: str
    entries: Sequence[Entry]

    @property
    def begins(self) -> Entry:
        """The first that was told on it."""
        return self.entries[-1]

    @property
    def ends(self) -> Entry:
        """The last that was told on it."""
        return self.entries[0]


@dataclass(frozen=True, slots=True)
class Layout:
    """The entries on the story's page, newest first, and the sheets of those before, the oldest first."""

    newest: Sequence[Entry]
    sheets: Sequence[Sheet]

    @property
    def named(self) -> Sequence[Sheet]:
        """The sheets that the story's page lists, the newest first."""
        return self.sheets[: -NAMED - 1 : -1]

    def sheet(self, number: int) -> Sheet | None:
        """Return a sheet by its number."""
        return self.sheets[number - 1] if 0 < number <= len(self.sheets) else None


def laid_out(entries: Sequence[Entry], path: str) -> Layout:
    """Lay out entries that come newest first, of the story at an address."""
    filled = list(_filled(entries))
    sheets = [
        Sheet(number, path_of(path, number), sheet[::-1]) for number, sheet in enumerate(filled[:-2], 1)
    ]
    return Layout([entry for sheet in filled[-2:] for entry in sheet][::-1], sheets)


def path_of(path: str, number: int) -> str:
    """Return the address of a sheet of the story at an address."""
    return f"{path}/live/{number}"


def _filled(entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    """Yield sheets from the oldest on: what is full once stays as it is, however many entries come."""
    sheet: list[Entry] = []
    letters = 0
    for entry in reversed(entries):
        if sheet and (len(sheet) == ENTRIES or letters + len(entry.body) > LETTERS):
            yield sheet
            sheet, letters = [], 0
        sheet.append(entry)
        letters += len(entry.body)
    if sheet:
        yield sheet
