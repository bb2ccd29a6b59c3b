"""Registers the department with Django."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArchiveConfig(AppConfig):
    name = "kabar.archive"
    label = "kabar_archive"
    verbose_name = _("Archive")

    def ready(self) -> None:
        """Name the newsroom in the paper's imprint, and keep the index of search."""
        from kabar.archive import positions, receivers  # noqa: F401
        from kabar.archive.tasks import keep_up
        from kabar.jobs.periodic import make_round
        from kabar.masthead import staff_list

        staff_list.register(positions.people)
        make_round("archive-search", keep_up, every=timedelta(seconds=2))
