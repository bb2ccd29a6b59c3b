"""Registers the department with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PluginsConfig(AppConfig):
    name = "kabar.plugins"
    label = "kabar_plugins"
    verbose_name = _("Plugins")
