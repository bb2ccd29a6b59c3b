"""Registers the department with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WireConfig(AppConfig):
    name = "kabar.wire"
    label = "kabar_wire"
    verbose_name = _("Wire")

    def ready(self) -> None:
        """Have the jobs process ask the feeds, and show the desk what waits."""
        from kabar.desk import screen
        from kabar.jobs.periodic import stand_watch
        from kabar.masthead import shortcuts
        from kabar.stories.carried import Carried, carry
        from kabar.wire import polling
        from kabar.wire.board import waiting_band
        from kabar.wire.keys import THE_WIRE
        from kabar.wire.models import Rule

        stand_watch("wire", polling.keep)
        screen.add_band(waiting_band)
        shortcuts.register(THE_WIRE)
        carry(Carried("wire-rules", Rule, known_by=("paper", "name")))
