"""Registers the department with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PicturesConfig(AppConfig):
    name = "kabar.pictures"
    label = "kabar_pictures"
    verbose_name = _("Pictures")

    def ready(self) -> None:
        """Hear of pictures that are deleted."""
        from kabar.pictures import receivers  # noqa: F401
