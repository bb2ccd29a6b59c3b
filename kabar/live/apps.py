"""Registers the department with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LiveConfig(AppConfig):
    name = "kabar.live"
    label = "kabar_live"
    verbose_name = _("Live stories")

    def ready(self) -> None:
        """Stand on the story's page, count the pictures of entries, hear of stories made of entries."""
        from kabar.live import on_the_story, receivers, travelling  # noqa: F401
        from kabar.live.queries import pictures_shown, tells_its_story
        from kabar.stories import pictures_used, text_checks
        from kabar.stories.queries import fetch_with

        fetch_with("live_story", in_lists=True)
        on_the_story.register()
        pictures_used.also_printed(pictures_shown)
        text_checks.tell_by(tells_its_story)
        travelling.register()
