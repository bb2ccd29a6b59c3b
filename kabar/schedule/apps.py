"""Registers the department with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ScheduleConfig(AppConfig):
    name = "kabar.schedule"
    label = "kabar_schedule"
    verbose_name = _("Schedule")

    def ready(self) -> None:
        """Have the jobs process keep the schedule, and embargoes ask whether the clock is right."""
        from kabar.jobs.periodic import stand_watch
        from kabar.schedule import performing, queries, scheduler
        from kabar.schedule.newsroom.panel import PublicationPanel
        from kabar.stories import embargoes
        from kabar.stories.editor.panels import stand_beside

        performing.register_acts_on_stories()
        stand_beside(PublicationPanel)
        stand_watch("schedule", scheduler.keep)
        embargoes.ask_clock(queries.clock_in_doubt)
