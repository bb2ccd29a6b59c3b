"""Every named read of the archive's pages."""

from __future__ import annotations

from datetime import date, datetime

from kabar import clock
from kabar.sections.queries import of_paper
from kabar.staff.models import Author
from kabar.stories.queries import live
from kabar.topics.models import Topic


def topic(paper: str, slug: str) -> Topic | None:
    """Return a paper's topic by the slug in its address."""
    return Topic.objects.filter(paper=paper, slug=slug).first()


def is_section(paper: str, slug: str) -> bool:
    """Return whether a paper has a section of this slug."""
    return of_paper(paper).filter(slug=slug).exists()


def author(slug: str) -> Author | None:
    """Return an author by the slug in the address."""
    return Author.objects.filter(slug=slug).first()


def with_position() -> list[Author]:
    """Return the authors who hold a position in the newsroom, for the imprint."""
    return list(Author.objects.exclude(role_title="").order_by("name")[:200])


def newest_day(paper: str, zone: str) -> date | None:
    """Return the newest day on which a story was first printed."""
    return _day(live(paper).values_list("first_published_at", flat=True).first(), zone)


def printed_before(paper: str, day: date, zone: str) -> date | None:
    """Return the nearest earlier day on which something was printed."""
    begins, _ = clock.day_bounds(day, zone)
    earlier = live(paper).filter(first_published_at__lt=begins)
    return _day(earlier.values_list("first_published_at", flat=True).first(), zone)


def printed_after(paper: str, day: date, zone: str) -> date | None:
    """Return the nearest later day on which something was printed."""
    _, ends = clock.day_bounds(day, zone)
    later = live(paper).filter(first_published_at__gte=ends).order_by("first_published_at", "id")
    return _day(later.values_list("first_published_at", flat=True).first(), zone)


def _day(instant: datetime | None, zone: str) -> date | None:
    return clock.local(instant, zone).date() if instant else None
