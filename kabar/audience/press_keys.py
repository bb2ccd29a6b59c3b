"""What must be reprinted when other stories are the most read."""

from __future__ import annotations

from collections.abc import Iterator

from kabar.fronts.models import Placed, Rule
from kabar.fronts.press_keys import of_place


def most_read(paper: str) -> str:
    """Key of the block of the most read stories."""
    return f"most-read:{paper}"


def fronts_by_rule(paper: str) -> Iterator[str]:
    """Yield the keys of the fronts on which a slot is filled by the rule of the most read."""
    slots = Placed.objects.filter(
        rule=Rule.MOST_READ, arrangement__paper=paper, arrangement__replaced_at=None
    )
    for slot in slots.select_related("arrangement__section"):
        yield of_place(paper, slot.arrangement.section)
