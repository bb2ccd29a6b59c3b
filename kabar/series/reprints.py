"""What must be printed again when a series changes: the pages of its stories, which carry its name."""

from __future__ import annotations

from collections.abc import Set

from kabar.series.models import Series
from kabar.series.press_keys import series as key


def of_series(series: Series, changed: Set[str]) -> list[str]:
    """Return the key of the pages that name it."""
    return [key(series.pk)]
