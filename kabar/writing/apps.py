"""Registers the department with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WritingConfig(AppConfig):
    name = "kabar.writing"
    label = "kabar_writing"
    verbose_name = _("Writing aids")

    def ready(self) -> None:
        """Put the writer's keys on the newsroom's cheat sheet."""
        from kabar.masthead import shortcuts
        from kabar.writing.keys import THE_STORY

        shortcuts.register(THE_STORY)
