"""Registers the department with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SeriesConfig(AppConfig):
    name = "kabar.series"
    label = "kabar_series"
    verbose_name = _("Series")

    def ready(self) -> None:
        """Lead from one installment to the next on the stories' pages."""
        from kabar.series import part, reprints, travelling
        from kabar.staff.recorded import reprint
        from kabar.stories import parts

        parts.register(part.PART)
        reprint(reprints.Series, reprints.of_series)
        travelling.register()
