"""Registers the department with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StaffConfig(AppConfig):
    name = "kabar.staff"
    label = "kabar_staff"
    verbose_name = _("Staff")
