"""Registers the department with Django."""

from typing import Any

from django.apps import AppConfig
from django.apps import apps as installed
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class StaffConfig(AppConfig):
    name = "kabar.staff"
    label = "kabar_staff"
    verbose_name = _("Staff")

    def ready(self) -> None:
        """Give the roles their rights after a migration, and show accounts by our own views."""
        from kabar.staff.roles import establish

        # Django's accounts are migrated after every department and after Wagtail: all permissions exist then.
        post_migrate.connect(establish, sender=installed.get_app_config("auth"), dispatch_uid="kabar.roles")
        wagtail_users: Any = installed.get_app_config("wagtailusers")
        wagtail_users.user_viewset = "kabar.staff.viewset.StaffViewSet"
