"""Every address of the installation, department by department."""

from __future__ import annotations

from django.conf import settings
from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls

from kabar.plugins import hooks

#: Departments with a public door, in the order in which their addresses are tried.
PUBLIC_DOORS = (
    "metering", "readers", "membership", "advertising", "pictures", "press", "syndication", "corrections",
    "live", "archive", "masthead", "stories", "fronts",
)  # fmt: skip

urlpatterns = [
    path(f"{settings.PAPER.words.newsroom}/", include("kabar.staff.urls")),
    path(f"{settings.PAPER.words.newsroom}/", include("kabar.desk.urls")),
    path(f"{settings.PAPER.words.newsroom}/", include("kabar.wire.urls")),
    path(f"{settings.PAPER.words.newsroom}/", include("kabar.syndication.newsroom_urls")),
    path(f"{settings.PAPER.words.newsroom}/", include(wagtailadmin_urls)),
    *hooks.urlpatterns(),
    *(path("", include(f"kabar.{department}.urls")) for department in PUBLIC_DOORS),
]

handler404 = "kabar.archive.views.not_found"
handler500 = "kabar.masthead.views.broken"
