"""Registers the department with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MastheadConfig(AppConfig):
    name = "kabar.masthead"
    label = "kabar_masthead"
    verbose_name = _("Masthead")

    def ready(self) -> None:
        """Have choosers started without a script in the page."""
        from kabar.masthead import starts

        starts.replace()
