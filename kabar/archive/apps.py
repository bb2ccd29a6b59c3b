"""Registers the department with Django."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArchiveConfig(AppConfig):
    name = "kabar.archive"
    label = "kabar_archive"
    verbose_name = _("Archive")

    def ready(self) -> None:
        """Name the newsroom in the imprint; keep the index of search and what stands beside a story."""
        from kabar.archive import positions, receivers  # noqa: F401
        from kabar.archive.related.part import PART
        from kabar.archive.related.services import catch_up
        from kabar.archive.tasks import keep_up
        from kabar.jobs.periodic import make_round
        from kabar.masthead import staff_list
        from kabar.stories import parts

        staff_list.register(positions.people)
        make_round("archive-search", keep_up, every=timedelta(seconds=2))
        parts.register(PART)
        make_round("archive-related", catch_up, every=timedelta(seconds=2))
