"""Registers the department with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArchiveConfig(AppConfig):
    name = "kabar.archive"
    label = "kabar_archive"
    verbose_name = _("Archive")
