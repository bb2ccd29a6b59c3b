"""How far files of counts were taken in."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class TakenIn(models.Model):
    """How far a newsstand's file of counts was taken in."""

    name = models.CharField(max_length=64, unique=True)
    offset = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("file of counts")
        verbose_name_plural = _("files of counts")

    def __str__(self) -> str:
        return self.name
