"""Registers the department with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemoConfig(AppConfig):
    name = "kabar.demo"
    label = "kabar_demo"
    verbose_name = _("Demo edition")
