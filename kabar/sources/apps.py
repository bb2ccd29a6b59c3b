"""Registers the department with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SourcesConfig(AppConfig):
    name = "kabar.sources"
    label = "kabar_sources"
    verbose_name = _("Sources")
