"""Registers the department with Django."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AudienceConfig(AppConfig):
    name = "kabar.audience"
    label = "kabar_audience"
    verbose_name = _("Audience")

    def ready(self) -> None:
        """Take in what newsstands counted, rank the stories, and tell fronts and pages of it."""
        from kabar.audience import block, intake, queries, services
        from kabar.fronts import rules
        from kabar.jobs.periodic import make_round
        from kabar.masthead import fragments

        rules.count_by(queries.most_read)
        fragments.register("most-read", block.render, block.keys)
        make_round("reads", intake.take_in, every=timedelta(seconds=5))
        make_round("most read", services.rank, every=timedelta(minutes=2))
