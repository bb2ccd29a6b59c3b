"""Registers the department with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SectionsConfig(AppConfig):
    name = "kabar.sections"
    label = "kabar_sections"
    verbose_name = _("Sections")
