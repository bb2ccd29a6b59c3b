"""What video does when a clip is deleted."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from kabar.video import services
from kabar.video.models import Clip


@receiver(post_delete, sender=Clip)
def forget_its_files(instance: Clip, **_news: Any) -> None:
    """Take its files away with it."""
    transaction.on_commit(lambda: services.forget_files(instance))
