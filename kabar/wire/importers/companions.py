"""What hung on the stories of an export coming in: after them, in batches, each record once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import transaction

from kabar.config import Paper
from kabar.editions.models import Edition
from kabar.editions.services import open_edition
from kabar.staff.services import record
from kabar.stories import companions, press_keys
from kabar.stories.companions import Companion, Record
from kabar.stories.models import Story
from kabar.wire.importers import lines
from kabar.wire.models import ReceivedStory
from kabar.wire.reports import Tally

AT_ONCE = 200


def take_in(paper: Paper, folder: Path, source: str, tally: Tally) -> None:
    """Take in every kind the folder holds; an earlier export holds none."""
    for kind in companions.all_kinds():
        file = folder / f"{kind.name}.jsonl"
        if file.is_file():
            found = Finder(paper, source)
            for batch in lines.records(file, tally, AT_ONCE):
                _file(kind, batch, found, tally)


class Finder:
    """Finds the stories here by the numbers they had there."""

    def __init__(self, paper: Paper, source: str) -> None:
        self.paper, self.source = paper, source

    def __call__(self, number: Any) -> Story | None:
        """Return the story that came in under a number."""
        key = f"kabar:{self.source}:{number}"
        received = ReceivedStory.objects.filter(paper=self.paper.key, key=key).select_related("story").first()
        return received.story if received else None


def _file(kind: Companion, batch: list[tuple[str, Record]], found: Finder, tally: Tally) -> None:
    """Write down what is not here yet, as one edition."""
    new = list(_new(kind, batch, found, tally))
    if not new:
        return
    with transaction.atomic():
        stories = [story for _at, _said, story in new]
        edition = _edition_of(stories, found.paper)
        taken = 0
        for at, said, story in new:
            try:
                # Asked again: a file may hold the same line twice.
                if not kind.is_here(said, story):
                    with transaction.atomic():
                        kind.take_in(said, story, edition, found)
                    taken += 1
            except (KeyError, TypeError, ValueError, AttributeError) as error:
                tally.problem(f"{at}: {error!r}")
        record("import", edition, by=None, source=f"{kind.name}.jsonl", created=taken)
    tally.note(f"{kind.name} taken in", n=taken)


def _new(
    kind: Companion, batch: list[tuple[str, Record]], found: Finder, tally: Tally
) -> Iterator[tuple[str, Record, Story]]:
    for at, said in batch:
        try:
            story = found(said["story"])
            if story is None:
                tally.note(f"{kind.name} of a story that did not come in")
            elif not kind.is_here(said, story):
                yield at, said, story
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            tally.problem(f"{at}: {error!r}")


def _edition_of(stories: list[Story], paper: Paper) -> Edition:
    own = list(dict.fromkeys(press_keys.story(story.pk) for story in stories))
    return open_edition(Edition.Kind.IMPORT, [*own, press_keys.ledger(paper.key)], subjects=own)
