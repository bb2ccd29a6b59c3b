"""Templates on their way to another paper."""

from __future__ import annotations

from kabar.stories.carried import Carried, carry
from kabar.writing.models import StoryTemplate, TemplateByline


def register() -> None:
    """Have them travel with the stories."""
    carry(Carried("templates", StoryTemplate, known_by=("paper", "name")))
    carry(
        Carried(
            "template-bylines",
            TemplateByline,
            known_by=("template", "sort_order"),
            of_paper="template__paper",
        )
    )
