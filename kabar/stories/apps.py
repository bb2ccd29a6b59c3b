"""Registers the department with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StoriesConfig(AppConfig):
    name = "kabar.stories"
    label = "kabar_stories"
    verbose_name = _("Stories")

    def ready(self) -> None:
        """Listen to the floors below; say what is reprinted with what, what is checked and printed."""
        from kabar.masthead import shortcuts
        from kabar.staff.recorded import reprint
        from kabar.stories import (
            checklist,
            companions,
            parts,
            picture_checks,
            reading,
            reprints,
            takedowns,
            text_checks,
        )
        from kabar.stories import receivers as receivers
        from kabar.stories.attributions import checks, part
        from kabar.stories.attributions.keys import SOURCES
        from kabar.stories.carried import Carried, carry
        from kabar.stories.models import FormerListing

        reprint(reprints.Author, reprints.of_author)
        reprint(reprints.Topic, reprints.of_topic)
        reprint(reprints.Distributor, reprints.of_distributor)
        reprint(reprints.Section, reprints.of_section)
        reprint(reprints.Source, reprints.of_source)
        checklist.register("text", text_checks.has_text)
        checklist.register("pictures", picture_checks.pictures_may_be_printed)
        checklist.register("sources", checks.check)
        parts.register(part.PART)
        reading.register()
        companions.register(takedowns.COMPANION)
        carry(Carried("former-lists", FormerListing, known_by=("paper", "path")))
        shortcuts.register(SOURCES)
