"""Registers the department with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SeriesConfig(AppConfig):
    name = "kabar.series"
    label = "kabar_series"
    verbose_name = _("Series")

    def ready(self) -> None:
        """Lead from one installment to the next on the stories' pages; say beside a story where it stands."""
        from kabar.series import part, reprints, travelling
        from kabar.series.newsroom.panel import SeriesPanel
        from kabar.staff.recorded import reprint
        from kabar.stories import parts
        from kabar.stories.editor.panels import stand_beside

        parts.register(part.PART)
        stand_beside(SeriesPanel)
        reprint(reprints.Series, reprints.of_series)
        travelling.register()
