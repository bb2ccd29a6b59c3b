"""Where another system listed stories: under categories, tags and names; the lists here take their place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

from kabar.config import Paper
from kabar.sections.models import Section
from kabar.staff.models import Author
from kabar.stories import listings
from kabar.stories.listings import Listed
from kabar.stories.markup import inline
from kabar.topics.models import Topic
from kabar.wire.importers.aside import Aside
from kabar.wire.importers.incoming import Named
from kabar.wire.importers.names import Names, slug_of
from kabar.wire.importers.standing import public_name
from kabar.wire.reports import Tally

SUBJECT, WRITER = "subject", "writer"
LEADS = "old address of a list leads to the list here now"
WILL_LEAD = "old address of a list that will lead to the list here, if that has stories"
NOWHERE = "old address of a list of which the paper has none"
AT_ONCE = 500
#: So many are known to be kept already; one beyond may be kept twice and is written once.
REMEMBERED = 50_000


class Listings:
    """The lists an archive had, by their addresses there."""

    def __init__(self) -> None:
        self.aside = Aside()
        self.seen: set[tuple[str, str]] = set()

    def add(self, kind: str, path: str, name: str) -> None:
        """Keep that a list of a subject or of a writer stood at an address."""
        name = " ".join(inline.text_of(name).split())
        if not name or path.endswith("/") or (path, name) in self.seen:
            return
        if len(self.seen) >= REMEMBERED:
            self.seen.clear()
        self.seen.add((path, name))
        self.aside.add(kind, path, name)

    def lead_on(self, paper: Paper, tally: Tally, *, dry: bool) -> None:
        """Have each address lead to the section, topic or author of its name; count those that cannot."""
        for kind in (SUBJECT, WRITER):
            pairs = self.aside.pairs(kind)
            while batch := dict(islice(pairs, AT_ONCE)):
                if dry:
                    tally.note(WILL_LEAD, n=len(batch))
                else:
                    self._lead_on(paper, kind, batch, tally)

    def _lead_on(self, paper: Paper, kind: str, batch: Mapping[str, str], tally: Tally) -> None:
        here = _subjects(paper, batch) if kind == SUBJECT else _writers(batch)
        found = [(path, here[path]) for path in batch if path in here]
        if found:
            listings.keep(paper.key, found)
            tally.note(LEADS, n=len(found))
        for path in batch.keys() - here.keys():
            tally.note(NOWHERE, path)

    def close(self) -> None:
        """Forget the lists."""
        self.aside.close()


def _subjects(paper: Paper, batch: Mapping[str, str]) -> dict[str, Listed]:
    names = Names(paper)
    as_section = {path: names.section_slug(Named(name)) for path, name in batch.items()}
    as_topic = {path: slug_of(Named(name), "topik", 120) for path, name in batch.items()}
    topics = Topic.objects.filter(paper=paper.key, slug__in=set(as_topic.values()))
    sections = Section.objects.filter(paper=paper.key, slug__in=set(as_section.values()))
    found: dict[str, Listed] = dict(_by_slug(as_topic, {topic.slug: topic for topic in topics}))
    return found | dict(_by_slug(as_section, {section.slug: section for section in sections}))


def _writers(batch: Mapping[str, str]) -> dict[str, Listed]:
    slugs = {path: slug_of(Named(public_name(name)), "penulis", 120) for path, name in batch.items()}
    authors = Author.objects.filter(slug__in=set(slugs.values()))
    return dict(_by_slug(slugs, {author.slug: author for author in authors}))


def _by_slug(slugs: Mapping[str, str], here: Mapping[str, Listed]) -> Iterator[tuple[str, Listed]]:
    return ((path, here[slug]) for path, slug in slugs.items() if slug in here)
