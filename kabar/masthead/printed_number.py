"""How a number is printed: with its thousands parted as the language does."""

from __future__ import annotations

from django.utils.formats import number_format


def grouped(number: int) -> str:
    """Return a number such as 270.677 or, in English, 270,677."""
    return str(number_format(number, use_l10n=True, force_grouping=True))
