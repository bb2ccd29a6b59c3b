"""Registers the department with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FrontsConfig(AppConfig):
    name = "kabar.fronts"
    label = "kabar_fronts"
    verbose_name = _("Fronts")

    def ready(self) -> None:
        """Supply the paper's menu and offer the latest stories and films to every page."""
        from kabar.fronts import films, latest, services, standing, travelling
        from kabar.fronts.newsroom.planned import about
        from kabar.masthead import fragments, menu
        from kabar.schedule.models import Act
        from kabar.schedule.performers import Performer, register

        register(Act.FRONT, Performer(services.perform, ask_for_right=services.ask_for_right, about=about))
        menu.register(standing.menu)
        fragments.register("latest", latest.render, latest.keys)
        fragments.register("films", films.render, films.keys)
        travelling.register()
