"""Every address of the installation, department by department."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls

from kabar.plugins import hooks

#: Departments with a public door, in the order in which their addresses are tried.
PUBLIC_DOORS = ("pictures", "press", "syndication", "archive", "masthead", "stories", "fronts")

urlpatterns = [
    path(f"{settings.PAPER.words.newsroom}/", include("kabar.staff.closed")),
    path(f"{settings.PAPER.words.newsroom}/", include(wagtailadmin_urls)),
]
urlpatterns += hooks.urlpatterns()
for department in PUBLIC_DOORS:
    if find_spec(f"kabar.{department}.urls"):
        urlpatterns += import_module(f"kabar.{department}.urls").urlpatterns

handler404 = "kabar.archive.views.not_found"
handler500 = "kabar.masthead.views.broken"
