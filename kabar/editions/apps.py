"""Registers the department with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EditionsConfig(AppConfig):
    name = "kabar.editions"
    label = "kabar_editions"
    verbose_name = _("Editions")
