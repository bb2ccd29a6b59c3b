"""Every named read of the fronts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set

from django.db import connection

from kabar.fronts.models import LeadPin
from kabar.stories.models import Story
from kabar.stories.queries import listed

#: One branch a section, each stopped by the index after a few rows; one question however many sections.
NEWEST_OF_SECTION = """
SELECT section_id, id, first_published_at FROM (
  SELECT section_id, id, first_published_at FROM {table} WHERE section_id = %s AND live
  ORDER BY first_published_at DESC, id DESC LIMIT {limit}
) AS of_{number}
"""


def lead_by_hand(paper: str, section_pk: int | None = None) -> Story | None:
    """Return the live story an editor made the lead of the front, or of a section's."""
    led = Story.objects.filter(
        lead_pins__paper=paper, lead_pins__section=section_pk, lead_pins__ended_at=None
    )
    return listed(led.filter(live=True, **({"section": section_pk} if section_pk else {}))).first()


def leads_of(story: Story, limit: int = 20) -> list[LeadPin]:
    """Return where a story leads and led, the newest first."""
    pins = LeadPin.objects.filter(story=story).select_related("section", "pinned_by")
    return list(pins.order_by("-pk")[:limit])


def newest_of_each(
    sections: Sequence[int], limit: int, *, without: Set[int] = frozenset(), known: Iterable[Story] = ()
) -> dict[int, list[Story]]:
    """Return the newest live stories of each section, newest first, in two questions.

    Those that stand elsewhere are left out, and those at hand are not read again.
    """
    wanted: dict[int, list[int]] = {pk: [] for pk in sections}
    for section, pk in _newest_ids(sections, limit + len(without)):
        if pk not in without and len(wanted[section]) < limit:
            wanted[section].append(pk)
    found = {story.pk: story for story in known}
    unread = [pk for pks in wanted.values() for pk in pks if pk not in found]
    found |= listed(Story.objects.filter(live=True)).in_bulk(unread)
    return {section: [found[pk] for pk in pks if pk in found] for section, pks in wanted.items()}


def _newest_ids(sections: Sequence[int], limit: int) -> list[tuple[int, int]]:
    """Return the numbers of the newest stories with their sections', each section's newest first."""
    if not sections:
        return []
    table = connection.ops.quote_name(Story._meta.db_table)
    branches = [
        NEWEST_OF_SECTION.format(table=table, limit=int(limit), number=n) for n, _ in enumerate(sections)
    ]
    newest_first = " UNION ALL ".join(branches) + " ORDER BY first_published_at DESC, id DESC"
    with connection.cursor() as cursor:
        cursor.execute(newest_first, list(sections))
        return [(section, pk) for section, pk, _ in cursor.fetchall()]
