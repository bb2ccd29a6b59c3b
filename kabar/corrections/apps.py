"""Registers the department with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CorrectionsConfig(AppConfig):
    name = "kabar.corrections"
    label = "kabar_corrections"
    verbose_name = _("Corrections")

    def ready(self) -> None:
        """Stand on the story's page, beside its form, and among the checks before press."""
        from kabar.corrections import looking, on_the_story, travelling
        from kabar.corrections.beside import RepliesPanel
        from kabar.stories.editor import beside

        on_the_story.register()
        looking.register()
        travelling.register()
        beside.add_panel(RepliesPanel, of_a_story=True)
