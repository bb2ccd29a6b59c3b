"""Registers the department with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PressConfig(AppConfig):
    name = "kabar.press"
    label = "kabar_press"
    verbose_name = _("Press")

    def ready(self) -> None:
        """Listen for news from the floors below."""
        from kabar.press import receivers  # noqa: F401
