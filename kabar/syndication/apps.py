"""Registers the department with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SyndicationConfig(AppConfig):
    name = "kabar.syndication"
    label = "kabar_syndication"
    verbose_name = _("Syndication")

    def ready(self) -> None:
        """Follow the editions, let news grow old, name what stories without a picture share."""
        from kabar.jobs.periodic import make_round
        from kabar.stories import sharing
        from kabar.syndication.services import EVERY, LOOK, follow_editions, let_news_grow_old
        from kabar.syndication.share_pictures import address_of

        make_round("news-sitemap", let_news_grow_old, every=EVERY)
        make_round("syndication", follow_editions, every=LOOK)
        sharing.draw_with(address_of)
