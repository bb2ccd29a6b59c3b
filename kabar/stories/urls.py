"""Addresses of stories: the section, the day of first publication, the slug."""

from django.urls import re_path

from kabar.stories import views

STORY = r"^(?P<section>[-\w]+)/(?P<year>[0-9]{4})/(?P<month>[0-9]{2})/(?P<day>[0-9]{2})/(?P<slug>[-\w]+)$"

urlpatterns = [re_path(STORY, views.story, name="story")]
