"""Registers the plugin with Django."""

from django.apps import AppConfig


class TidesConfig(AppConfig):
    name = "kabar_tides"
    verbose_name = "Pasang surut"
