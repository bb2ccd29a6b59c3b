"""Registers the department with Django."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReadersConfig(AppConfig):
    name = "kabar.readers"
    label = "kabar_readers"
    verbose_name = _("Readers")

    def ready(self) -> None:
        """Put the account's rooms into its menu, its script onto every page, its part into every export."""
        from kabar.jobs.periodic import make_round
        from kabar.masthead import scripts
        from kabar.readers import exports, holding, rooms
        from kabar.readers.door import passes

        rooms.register("account", _("Account"), "", 0)
        rooms.register("saved", _("Saved stories"), "saved/", 10)
        rooms.register("following", _("Following"), "following/", 20)
        rooms.register("devices", _("Devices and passkeys"), "devices/", 80)
        rooms.register("data", _("Your data"), "data/", 90)
        scripts.register("kabar/readers/me.js")
        exports.register("account", holding.account)
        make_round("revoked passes", passes.write_list, every=timedelta(seconds=1))
