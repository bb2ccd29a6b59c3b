"""Registers the department with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FrontsConfig(AppConfig):
    name = "kabar.fronts"
    label = "kabar_fronts"
    verbose_name = _("Fronts")
