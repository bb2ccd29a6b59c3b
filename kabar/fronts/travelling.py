"""What editors have arranged on fronts, on its way to another paper."""

from __future__ import annotations

from kabar.fronts.models import Arrangement, Placed
from kabar.fronts.press_keys import arranged, of_place
from kabar.sections.models import Section
from kabar.stories.carried import Carried, carry


def register() -> None:
    """Have arrangements travel with the stories they place."""
    carry(
        Carried(
            "arrangements",
            Arrangement,
            known_by=("paper", "section", "made_at"),
            left={"made_by": "accounts stay behind"},
            keys=lambda row: _of_front(row.paper, row.section),
        )
    )
    carry(
        Carried(
            "placed",
            Placed,
            known_by=("arrangement", "slot"),
            of_paper="arrangement__paper",
            keys=lambda row: _of_front(row.arrangement.paper, row.arrangement.section),
        )
    )


def _of_front(paper: str, section: Section | None) -> list[str]:
    return [of_place(paper, section), arranged(paper, section)]
