"""Takes what newsstands counted of reading into the database, each line once."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

from django.conf import settings
from django.db.models import F

from kabar.audience.models import Reads
from kabar.sisters.queries import lent_at
from kabar.stories.models import Story
from kabar.tally import services as tally
from kabar.tally.files import READS, Read


def take_in() -> int:
    """Take in every file; return how many reads there were."""
    return tally.take_in(settings.PAPER.var / READS, Read, _add)


def _add(counts: Counter[Read]) -> None:
    """Add what was read of live stories; an address at which none stands is nobody's read."""
    at = {(read.paper, read.path) for read in counts}
    live = Story.objects.filter(live=True, path__in={path for _paper, path in at})
    known = {(paper, path): pk for pk, paper, path in live.values_list("pk", "paper", "path")}
    known |= dict(lent_at(path for _paper, path in at))
    for read, number in sorted(counts.items()):
        story = known.get((read.paper, read.path))
        if story is not None:
            of = {"story_id": story, "hour": datetime.fromtimestamp(read.hour, UTC)}
            Reads.objects.get_or_create(**of)
            Reads.objects.filter(**of).update(number=F("number") + number)
