"""Registers the department with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SyndicationConfig(AppConfig):
    name = "kabar.syndication"
    label = "kabar_syndication"
    verbose_name = _("Syndication")

    def ready(self) -> None:
        """Look now and then whether yesterday's news has grown too old."""
        from kabar.jobs.periodic import make_round
        from kabar.syndication.services import EVERY, let_news_grow_old

        make_round("news-sitemap", let_news_grow_old, every=EVERY)
