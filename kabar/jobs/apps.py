"""Registers the department with Django."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    name = "kabar.jobs"
    label = "kabar_jobs"
    verbose_name = _("Jobs")

    def ready(self) -> None:
        """Find every department's tasks, so that the periodic ones are known."""
        autodiscover_modules("tasks")
