"""What stories do when they hear news from the floors below."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from kabar.pictures.signals import pictures_printed
from kabar.stories.reprinting import reprint


@receiver(pictures_printed)
def print_their_pages_again(pictures: list[int], **_news: Any) -> None:
    """Let readers have the finer sizes."""
    reprint(pictures)
