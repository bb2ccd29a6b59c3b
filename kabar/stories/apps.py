"""Registers the department with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StoriesConfig(AppConfig):
    name = "kabar.stories"
    label = "kabar_stories"
    verbose_name = _("Stories")

    def ready(self) -> None:
        """Say what is reprinted when something changes that stories name."""
        from kabar.staff.recorded import reprint
        from kabar.stories import reprints

        reprint(reprints.Author, reprints.of_author)
        reprint(reprints.Topic, reprints.of_topic)
        reprint(reprints.Distributor, reprints.of_distributor)
        reprint(reprints.Section, reprints.of_section)
