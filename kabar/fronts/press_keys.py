"""What must be reprinted when a front is changed by hand."""

from __future__ import annotations

from kabar.fronts.standing import of_paper
from kabar.sections.models import Section
from kabar.stories import press_keys


def of_place(paper: str, section: Section | None) -> str:
    """Return the key of the front page, or of a section's front."""
    return press_keys.section(section.pk) if section else press_keys.front(paper)


def arranged(paper: str, section: Section | None) -> str:
    """Return the key of what was placed by hand on a front; it does not change with each story."""
    return f"arranged:{section.pk if section else paper}"


def addresses_of_fronts(paper: str) -> list[str]:
    """Return where a paper's front and the fronts of its sections stand."""
    return ["/", *(section.get_absolute_url() for section in of_paper(paper))]
