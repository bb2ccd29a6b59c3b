"""Registers the department with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembershipConfig(AppConfig):
    name = "kabar.membership"
    label = "kabar_membership"
    verbose_name = _("Membership")

    def ready(self) -> None:
        """Stand in the account, in what is exported of a reader, and listen for who comes in."""
        from kabar.membership import receivers, travelling
        from kabar.readers import rooms

        rooms.register("membership", _("Membership"), "membership/", 20)
        travelling.register()
        receivers.connect()
