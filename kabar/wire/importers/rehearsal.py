"""A desk that files nothing: it counts what would be made, changed, left alone and lost."""

from __future__ import annotations

from pathlib import Path

from kabar import clock
from kabar.config import Paper
from kabar.progress import Progress
from kabar.sections.models import Section
from kabar.staff.models import Author
from kabar.stories.models import State, Story
from kabar.topics.models import Topic
from kabar.wire.importers.aside import Aside
from kabar.wire.importers.filing import Desk, count
from kabar.wire.importers.incoming import Incoming, short_key
from kabar.wire.importers.names import slug_of
from kabar.wire.models import ImportRun

REHEARSED = "rehearsed: nothing was written"


class Rehearsal(Desk):
    """Looks at everything as the desk does, and writes nothing."""

    def __init__(self, paper: Paper, kind: str, file: Path, seal: str, progress: Progress) -> None:
        super().__init__(paper, kind, file, seal, progress)
        self.seen = Aside()
        self.named: set[tuple[str, str]] = set()
        self.tally.found[REHEARSED] = clock.now().isoformat(timespec="seconds")

    def _run(self, kind: str, seal: str) -> ImportRun:
        return ImportRun(paper=self.paper.key, kind=kind, source=str(self.file)[-500:], seal=seal)

    def write(self) -> None:
        """Say what would become of the batch."""
        prepared, self.batch = self.batch, []
        known = self._known(prepared)
        stories = Story.objects.in_bulk([row.story_id for row in known.values()])
        others = self._written_here([each for each in prepared if short_key(each.key) not in known])
        for incoming in prepared:
            key = short_key(incoming.key)
            row = known.get(key)
            if self.seen.of("story", key):
                self.tally.skip("repeated in the file; the first was kept")
                continue
            self.seen.add("story", key, "")
            if row is None and others & set(self._marks(incoming)):
                self.tally.skip("in the paper already, and not from an import")
            elif row is None:
                count(incoming, "created", self.tally)
                self._name(incoming)
            elif self._is_changed(row, stories[row.story_id], incoming.digest(), incoming, self.tally):
                count(incoming, "updated", self.tally)

    def close(self, *, menu: bool = True) -> None:
        """Leave everything as it was."""
        self.write()
        self.seen.close()

    def _name(self, incoming: Incoming) -> None:
        """Count what the paper does not have yet and would get for a story."""
        own = {"paper": self.paper.key}
        self._missing("section", incoming.section.name, Section.objects.filter(
            slug=self.names.section_slug(incoming.section), **own
        ))  # fmt: skip
        for topic in incoming.topics:
            self._missing("topic", topic.name, Topic.objects.filter(slug=slug_of(topic, "topik", 120), **own))
        for credit in incoming.credits:
            slug = slug_of(credit.author, "penulis", 120)
            self._missing("author", credit.author.name, Author.objects.filter(slug=slug))
        if incoming.state != State.LIVE:
            self.tally.note(f"story that will be a {State(incoming.state).value}", incoming.headline)

    def _missing(self, kind: str, name: str, here: object) -> None:
        if (kind, name) not in self.named:
            self.named.add((kind, name))
            if not here.exists():  # type: ignore[attr-defined]
                self.tally.note(f"{kind} that will be made", name)
