"""Registers the department with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SyndicationConfig(AppConfig):
    name = "kabar.syndication"
    label = "kabar_syndication"
    verbose_name = _("Syndication")
