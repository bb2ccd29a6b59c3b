"""Registers the department with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "kabar.desk"
    label = "kabar_desk"
    verbose_name = _("Desk")

    def ready(self) -> None:
        """Listen for news of the stories, and look before press whether a second pair of eyes is wanted."""
        from kabar.desk import receivers  # noqa: F401
        from kabar.desk.beside import DeskPanel
        from kabar.desk.keys import THE_DAY
        from kabar.desk.second_eyes import seen_by_another
        from kabar.masthead import shortcuts
        from kabar.stories import checklist
        from kabar.stories.editor import beside

        shortcuts.register(THE_DAY)
        beside.add_panel(DeskPanel, of_a_story=True)
        checklist.register("second pair of eyes", seen_by_another)
