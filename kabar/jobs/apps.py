"""Registers the department with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    name = "kabar.jobs"
    label = "kabar_jobs"
    verbose_name = _("Jobs")
