"""Series and their installments on their way to another paper."""

from __future__ import annotations

from kabar.series.models import Installment, Series
from kabar.series.press_keys import series
from kabar.stories import press_keys
from kabar.stories.carried import Carried, carry


def register() -> None:
    """Have them travel with the stories."""
    carry(Carried("series", Series, known_by=("paper", "name", "begins_on")))
    carry(
        Carried(
            "installments",
            Installment,
            known_by=("story",),
            of_paper="series__paper",
            keys=lambda row: [series(row.series_id), press_keys.story(row.story_id)],
        )
    )
