"""Registers the department with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StoriesConfig(AppConfig):
    name = "kabar.stories"
    label = "kabar_stories"
    verbose_name = _("Stories")
