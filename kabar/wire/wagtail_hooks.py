"""The wire in the newsroom's menu."""

from __future__ import annotations

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem


@hooks.register("register_admin_menu_item")
def wire_menu_item() -> MenuItem:
    """Put it below the desk."""
    return MenuItem(_("Wire"), reverse_lazy("kabar_wire:screen"), name="wire", icon_name="download", order=60)
