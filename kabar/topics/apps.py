"""Registers the department with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TopicsConfig(AppConfig):
    name = "kabar.topics"
    label = "kabar_topics"
    verbose_name = _("Topics")
