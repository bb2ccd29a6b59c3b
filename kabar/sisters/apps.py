"""Registers the department with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SistersConfig(AppConfig):
    name = "kabar.sisters"
    label = "kabar_sisters"
    verbose_name = _("Sister papers")

    def ready(self) -> None:
        """Have stories stand where they were lent to, and lead to their translations."""
        from kabar.sisters import page, parts_of_page, press_keys, queries
        from kabar.stories import addresses, elsewhere, parts
        from kabar.stories import press_keys as of_stories
        from kabar.stories import queries as stories

        stories.fetch_with("translation")
        elsewhere.answer_by(page.guest)
        addresses.stand_elsewhere(queries.addresses_of_guests)
        addresses.hold(queries.is_held)
        of_stories.stand_in_lists(press_keys.lists_of_loans)
        parts.register(parts_of_page.ORIGIN)
        parts.register(parts_of_page.TRANSLATIONS)
