"""Addresses of stories: the section, the day of first publication, the slug."""

from django.urls import path, re_path

from kabar.stories import reading, views

STORY = r"^(?P<section>[-\w]+)/(?P<year>[0-9]{4})/(?P<month>[0-9]{2})/(?P<day>[0-9]{2})/(?P<slug>[-\w]+)$"

urlpatterns = [
    path("offline", reading.shelf, name="shelf"),
    path("sw.js", reading.worker, name="worker"),
    re_path(STORY, views.story, name="story"),
]
