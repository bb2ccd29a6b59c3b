"""The glossary on its way to another paper."""

from __future__ import annotations

from kabar.glossary.models import Term
from kabar.glossary.press_keys import glossary
from kabar.stories.carried import Carried, carry


def register() -> None:
    """Have it travel with the stories."""
    carry(Carried("terms", Term, known_by=("paper", "word"), keys=lambda row: [glossary(row.paper)]))
