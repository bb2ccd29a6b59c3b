"""Registers the department with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WireConfig(AppConfig):
    name = "kabar.wire"
    label = "kabar_wire"
    verbose_name = _("Wire")
