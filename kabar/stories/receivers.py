"""What stories do when they hear news from the floors below."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from kabar.pictures.signals import pictures_printed, rights_changed
from kabar.stories import picture_rights
from kabar.stories.reprinting import reprint


@receiver(pictures_printed)
def print_their_pages_again(pictures: list[int], **_news: Any) -> None:
    """Let readers have the finer sizes."""
    reprint(pictures)


@receiver(rights_changed)
def follow_their_rights(pictures: list[int], **_news: Any) -> None:
    """Take off what may not be shown, put back what may."""
    picture_rights.follow(pictures)
