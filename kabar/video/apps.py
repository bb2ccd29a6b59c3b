"""Registers the department with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VideoConfig(AppConfig):
    name = "kabar.video"
    label = "kabar_video"
    verbose_name = _("Video")

    def ready(self) -> None:
        """Hear of clips that are deleted."""
        from kabar.video import receivers  # noqa: F401
