"""Registers the department with Django."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PressConfig(AppConfig):
    name = "kabar.press"
    label = "kabar_press"
    verbose_name = _("Press")

    def ready(self) -> None:
        """Listen for news from the floors below, and look each second for what was missed."""
        from kabar.jobs.periodic import make_round
        from kabar.press import receivers, services  # noqa: F401

        make_round("press", services.catch_up, every=timedelta(seconds=1))
