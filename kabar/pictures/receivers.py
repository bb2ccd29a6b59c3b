"""What pictures do when one of them is deleted."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from kabar.pictures import files
from kabar.pictures.models import Picture


@receiver(post_delete, sender=Picture)
def forget_its_sizes(instance: Picture, **_news: Any) -> None:
    """Take its sizes away with it."""
    number = instance.pk
    transaction.on_commit(lambda: files.forget(number))
