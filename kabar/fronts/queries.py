"""Every named read of the fronts."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from kabar.stories.models import Story
from kabar.stories.queries import listed

#: One branch a section, each stopped by the index after a few rows; one question however many sections.
NEWEST_OF_SECTION = """
SELECT id FROM (
  SELECT id FROM {table} WHERE section_id = %s AND live
  ORDER BY first_published_at DESC, id DESC LIMIT {limit}
) AS of_{number}
"""


def newest_of_each(sections: Sequence[int], limit: int) -> dict[int, list[Story]]:
    """Return the newest live stories of each section, newest first, in two questions."""
    found: dict[int, list[Story]] = {pk: [] for pk in sections}
    stories = listed(Story.objects.filter(pk__in=_newest_ids(sections, limit)))
    for story in stories.order_by("-first_published_at", "-id"):
        found[story.section_id].append(story)
    return found


def _newest_ids(sections: Sequence[int], limit: int) -> list[int]:
    if not sections:
        return []
    table = connection.ops.quote_name(Story._meta.db_table)
    branches = [
        NEWEST_OF_SECTION.format(table=table, limit=int(limit), number=n) for n, _ in enumerate(sections)
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(branches), list(sections))
        return [pk for (pk,) in cursor.fetchall()]
