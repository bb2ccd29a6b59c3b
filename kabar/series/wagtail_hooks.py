"""The newsroom's door to series."""

from __future__ import annotations

from django.urls import URLPattern, path
from wagtail import hooks

from kabar.series.newsroom import Compose, SeriesViewSet


@hooks.register("register_admin_viewset")
def series() -> SeriesViewSet:
    """Open the door."""
    return SeriesViewSet()


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    """Open the page on which a roundup is composed."""
    return [path("series/roundup/<int:pk>/", Compose.as_view(), name="series_roundup")]
