"""Registers the department with Django."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AdvertisingConfig(AppConfig):
    name = "kabar.advertising"
    label = "kabar_advertising"
    verbose_name = _("Advertising")

    def ready(self) -> None:
        """Set boxes into pages, keep the campaigns' hours, and take in what newsstands counted."""
        from kabar.advertising import boxes, intake, reprints
        from kabar.advertising.models import Campaign
        from kabar.jobs.periodic import make_round
        from kabar.masthead import insets
        from kabar.staff.recorded import reprint

        insets.register(boxes.in_page)
        reprint(Campaign, reprints.of_campaign)
        make_round("advertising hours", reprints.follow, every=timedelta(seconds=5))
        make_round("advertising counts", intake.take_in, every=timedelta(seconds=2))
