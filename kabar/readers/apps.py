"""Registers the department with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReadersConfig(AppConfig):
    name = "kabar.readers"
    label = "kabar_readers"
    verbose_name = _("Readers")

    def ready(self) -> None:
        """Put the account's own pages into its menu."""
        from kabar.readers import rooms

        rooms.register("account", _("Account"), "", 0)
