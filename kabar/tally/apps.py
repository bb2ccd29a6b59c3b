"""Registers the department with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TallyConfig(AppConfig):
    name = "kabar.tally"
    label = "kabar_tally"
    verbose_name = _("Counts")
