"""Registers the department with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembershipConfig(AppConfig):
    name = "kabar.membership"
    label = "kabar_membership"
    verbose_name = _("Membership")

    def ready(self) -> None:
        """Stand in the account and in a reader's export, say what is sold, and listen for who comes in."""
        from kabar.membership import press_keys, queries, receivers, travelling
        from kabar.readers import offers, rooms

        rooms.register("membership", _("Membership"), "membership/", 20)
        offers.register(queries.address_of_offer, press_keys.offer)
        travelling.register()
        receivers.connect()
