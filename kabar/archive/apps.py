"""Registers the department with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArchiveConfig(AppConfig):
    name = "kabar.archive"
    label = "kabar_archive"
    verbose_name = _("Archive")

    def ready(self) -> None:
        """Name the newsroom in the paper's imprint."""
        from kabar.archive import positions
        from kabar.masthead import staff_list

        staff_list.register(positions.people)
