"""Registers the department with Django."""

from datetime import timedelta
from typing import Any

from django.apps import AppConfig
from django.apps import apps as installed
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class StaffConfig(AppConfig):
    name = "kabar.staff"
    label = "kabar_staff"
    verbose_name = _("Staff")

    def ready(self) -> None:
        """Give the roles their rights after a migration, show accounts by our own views, seal the record."""
        from kabar.jobs.periodic import make_round
        from kabar.staff import audit
        from kabar.staff.roles import establish
        from kabar.staff.sessions import begin

        user_logged_in.connect(begin, dispatch_uid="kabar.sessions")
        # Django's accounts are migrated after every department and after Wagtail: all permissions exist then.
        post_migrate.connect(establish, sender=installed.get_app_config("auth"), dispatch_uid="kabar.roles")
        make_round("audit", audit.seal, every=timedelta(seconds=1))
        wagtail_users: Any = installed.get_app_config("wagtailusers")
        wagtail_users.user_viewset = "kabar.staff.viewset.StaffViewSet"
