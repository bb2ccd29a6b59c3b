"""What must be reprinted when a story changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from kabar import clock
from kabar.sources.models import Distributor, Source
from kabar.staff.models import Author
from kabar.stories.clips_used import clip_numbers
from kabar.stories.models import Story
from kabar.topics.models import Topic

#: How many stories share a sitemap.
STORIES_IN_A_PART = 10_000


def story(pk: int) -> str:
    """Key of one story's own page."""
    return f"story:{pk}"


def section(pk: int) -> str:
    """Key of whatever lists a section's stories."""
    return f"section:{pk}"


def sections(paper: str) -> str:
    """Key of what the sections of a paper say of themselves on their own fronts alone."""
    return f"sections:{paper}"


def topic(pk: int) -> str:
    """Key of whatever lists a topic's stories."""
    return f"topic:{pk}"


def author(pk: int) -> str:
    """Key of whatever lists an author's stories."""
    return f"author:{pk}"


def name_of(named: Author | Topic | Distributor | Source) -> str:
    """Key of whatever prints a name that stories carry; it changes with the name, not with each story."""
    return f"name:{named._meta.model_name}:{named.pk}"


def names_on(written: Story) -> list[str]:
    """Return the keys of the names a story's own page prints."""
    authors = [byline.author for byline in written.bylines.all()]
    agency = [written.distributor] if written.distributor else []
    return [name_of(named) for named in (*authors, *written.topics.all(), *agency)]


def day(paper: str, iso_date: str) -> str:
    """Key of whatever lists the stories of one day."""
    return f"date:{paper}:{iso_date}"


def front(paper: str) -> str:
    """Key of a paper's front."""
    return f"front:{paper}"


def latest(paper: str) -> str:
    """Key of the fragment of latest stories."""
    return f"latest:{paper}"


def films(paper: str) -> str:
    """Key of the rail of films."""
    return f"films:{paper}"


def feeds(paper: str) -> str:
    """Key of a paper's feeds."""
    return f"feeds:{paper}"


def ledger(paper: str) -> str:
    """Key of the public record of what a paper corrected, withdrew and killed."""
    return f"ledger:{paper}"


def sitemap(paper: str) -> str:
    """Key of a paper's list of sitemaps."""
    return f"sitemap:{paper}"


def sitemap_part(paper: str, number: int) -> str:
    """Key of one of a paper's sitemaps."""
    return f"sitemap:{paper}:{number}"


def part_of_sitemap(pk: int) -> int:
    """Return the number of the sitemap a story stands in, as long as it lives."""
    return (pk - 1) // STORIES_IN_A_PART + 1


#: In which further lists a story stands, told by departments above.
_lists: list[Callable[[Story], Iterable[str]]] = []


def stand_in_lists(keys: Callable[[Story], Iterable[str]]) -> None:
    """Have the keys of further lists go with a story's own; call it in an app's `ready`."""
    if keys not in _lists:
        _lists.append(keys)


def of(written: Story) -> list[str]:
    """Return the keys of every page on which a story stands: its own, and each list that may hold it."""
    keys = [
        story(written.pk),
        section(written.section_id),
        front(written.paper),
        latest(written.paper),
        feeds(written.paper),
        sitemap(written.paper),
        sitemap_part(written.paper, part_of_sitemap(written.pk)),
    ]
    if clip_numbers(written):
        keys.append(films(written.paper))
    keys += [topic(subject.pk) for subject in written.topics.all()]
    keys += [author(byline.author_id) for byline in written.bylines.all()]
    if written.first_published_at:
        printed = clock.local(written.first_published_at, written.place_zone_of_paper())
        keys.append(day(written.paper, printed.date().isoformat()))
    return keys + [key for further in _lists for key in further(written)]
