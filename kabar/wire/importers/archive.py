"""An archive, whatever its form: it is read to its end before anything is written, then item by item."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction

from kabar.config import Paper
from kabar.fetching import Fetcher
from kabar.progress import Progress
from kabar.wire.importers import lines
from kabar.wire.importers.filing import Desk
from kabar.wire.importers.incoming import Incoming
from kabar.wire.importers.listings import Listings
from kabar.wire.importers.media import Uploads
from kabar.wire.importers.names import WORDS
from kabar.wire.importers.rehearsal import Rehearsal
from kabar.wire.reports import Report, Tally


class Malformed(ValueError):
    """An item that cannot become a story, and why."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a publisher asks of an import beside the file."""

    media: Path | None = None
    fetcher: Fetcher | None = None
    site: str = ""
    mapping: str = ""
    dry: bool = False


class Archive:
    """What every importer is: how it counts, walks and reads its items; one desk files them."""

    kind = ""

    def __init__(self, paper: Paper, file: Path, asked: Asked) -> None:
        self.paper, self.file, self.asked = paper, file, asked
        self.words = WORDS[paper.language]
        self.tally = Tally()
        self.uploads = Uploads(
            self.kind, folder=asked.media, fetcher=asked.fetcher, site=asked.site, dry=asked.dry
        )
        self.listings = Listings()

    def seal(self) -> str:
        """Return what tells this archive from another, or from itself after a change."""
        return lines.seal(self.file)

    def survey(self) -> int:
        """Read the archive to its end and return how many items it has, or raise ImportRefused."""
        raise NotImplementedError

    def found(self) -> Mapping[str, Any]:
        """Return the counts a report opens with."""
        return {}

    def open_report(self, tally: Tally) -> None:
        """Count what was found and what is kept aside as a whole."""
        tally.found.update(self.found())

    def begin(self, tally: Tally) -> None:
        """Make ready what items refer to, when it is known that they will be taken in."""

    def items(self, after: int) -> Iterator[tuple[int, Any]]:
        """Yield the items behind a place, each with its own."""
        raise NotImplementedError

    def read(self, item: Any, place: int) -> Incoming | None:
        """Return the story of an item, or None for one kept aside; raise Malformed with the reason."""
        raise NotImplementedError

    def at(self, place: int) -> str:
        """Return how a report names a place."""
        return f"{self.file}: item {place}"

    def fills_menu(self) -> bool:
        """Return whether its sections may fill a menu that has room: nobody has chosen there."""
        return True

    def finish(self, tally: Tally) -> None:
        """Do what can only be done when every story is here: have the addresses of lists lead on."""
        self.listings.lead_on(self.paper, tally, dry=self.asked.dry)

    def close(self) -> None:
        """Forget what was kept beside the items, whether they were taken in or refused."""
        self.listings.close()


def take_in(archive: Archive, progress: Progress) -> Report:
    """Take in an archive, going on where an interrupted run of the same file stopped; or only rehearse it."""
    with closing(archive):
        if not archive.asked.dry:
            return _take_in(archive, progress, Desk)
        with transaction.atomic():
            report = _take_in(archive, progress, Rehearsal)
            transaction.set_rollback(True)
        return report


def _take_in(archive: Archive, progress: Progress, kind: type[Desk]) -> Report:
    total = archive.survey()
    desk = kind(archive.paper, archive.kind, archive.file, archive.seal(), progress)
    if desk.place == 0:
        archive.open_report(desk.tally)
    archive.begin(desk.tally)
    archive.uploads.progress = progress
    progress.begin("import", total)
    progress.step(desk.place)
    for place, item in archive.items(after=desk.place):
        # What is lost on the way is counted with the batch at hand, so that a resumed run counts it once.
        archive.tally = archive.uploads.tally = desk.tally
        try:
            incoming = archive.read(item, place)
        except Malformed as problem:
            desk.tally.problem(f"{archive.at(place)}: {problem}")
            incoming = None
        desk.passed(place) if incoming is None else desk.take(incoming, place)
    desk.write()
    archive.finish(desk.tally)
    desk.close(menu=archive.fills_menu())
    progress.end()
    return desk.tally.report(str(archive.file))
