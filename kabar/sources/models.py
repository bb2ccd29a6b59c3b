"""Agencies whose copy the paper prints."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Distributor(models.Model):
    """An agency that supplies copy, credited as "Sumber Reuters"."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    slug = models.SlugField(_("slug"), max_length=120, unique=True)
    url = models.URLField(_("address"), blank=True)

    class Meta:
        verbose_name = _("distributor")
        verbose_name_plural = _("distributors")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
