"""Registers the department with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WritingConfig(AppConfig):
    name = "kabar.writing"
    label = "kabar_writing"
    verbose_name = _("Writing aids")

    def ready(self) -> None:
        """Offer each aid through the seam it belongs to."""
        from kabar.masthead import shortcuts
        from kabar.stories import checklist, parts
        from kabar.stories.editor import beside
        from kabar.writing import beginning, findings, keys, panel, reading_time, travelling

        shortcuts.register(keys.THE_STORY)
        for name, check in findings.CHECKS.items():
            checklist.register(f"writing:{name}", check, may_refuse=False)
        parts.register(reading_time.PART)
        beside.add_panel(panel.ChecksPanel)
        beside.add_beginning(beginning.begin_from)
        beside.add_above(beginning.offered)
        travelling.register()
