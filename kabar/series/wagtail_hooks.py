"""The newsroom's door to series."""

from __future__ import annotations

from django.urls import URLPattern, path
from wagtail import hooks

from kabar.series.newsroom.composing import Compose
from kabar.series.newsroom.listing import SeriesViewSet
from kabar.series.newsroom.places import SeriesOfStory, StoriesOfSeries


@hooks.register("register_admin_viewset")
def series() -> SeriesViewSet:
    """Open the door."""
    return SeriesViewSet()


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    """Open the pages on which a roundup is composed and stories are put into a series."""
    return [
        path("series/roundup/<int:pk>/", Compose.as_view(), name="series_roundup"),
        path("series/stories/<int:pk>/", StoriesOfSeries.as_view(), name="series_stories"),
        path("series/of-story/<int:pk>/", SeriesOfStory.as_view(), name="series_of_story"),
    ]
