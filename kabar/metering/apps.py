"""Registers the department with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeteringConfig(AppConfig):
    name = "kabar.metering"
    label = "kabar_metering"
    verbose_name = _("Metering")

    def ready(self) -> None:
        """Stand where a story's open part ends, and in the account of whoever gives stories away."""
        from kabar.metering import holding, on_the_story
        from kabar.readers import erasures, exports, rooms

        on_the_story.register()
        rooms.register("gifts", _("Stories given"), "gifts/", 30)
        exports.register("metering", holding.told)
        erasures.register("metering", holding.forget)
