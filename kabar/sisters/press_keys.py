"""What must be reprinted when a story is lent, or changes where it is on loan."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings

from kabar.sisters.models import Loan, Stand
from kabar.stories import press_keys
from kabar.stories.models import Story


def loan(pk: int) -> str:
    """Key of the page of a story on loan."""
    return f"loan:{pk}"


def of(lent: Loan) -> list[str]:
    """Return the keys of its page, and of the lists in which it stands for those who read."""
    return [loan(lent.pk), *_lists(lent.paper, lent.section_id)]


def lists_of_loans(story: Story) -> Iterator[str]:
    """Yield the keys of the lists of other papers in which a story stands."""
    if settings.PAPER.sisters:
        standing = Loan.objects.filter(story=story.pk, state=Stand.STANDING)
        for paper, section in standing.values_list("paper", "section"):
            yield from _lists(paper, section)


def _lists(paper: str, section: int) -> list[str]:
    return [press_keys.section(section), press_keys.front(paper), press_keys.latest(paper)]
