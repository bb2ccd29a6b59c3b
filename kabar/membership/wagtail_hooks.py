"""The newsroom's door to membership."""

from __future__ import annotations

from collections.abc import Set
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from kabar.membership import press_keys
from kabar.membership.models import Plan
from kabar.membership.newsroom import giving, money
from kabar.membership.newsroom.plans import PlanViewSet
from kabar.staff.permissions import may
from kabar.staff.recorded import reprint
from kabar.staff.rights import ADMINISTER


class ForPublishers(MenuItem):
    """Leads those who keep the plans and the money to their room."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to them."""
        return may(request.user, ADMINISTER)


def _pages(plan: Plan, _changed: Set[str]) -> list[str]:
    return [press_keys.offer(plan.paper)]


reprint(Plan, _pages)


@hooks.register("register_admin_viewset")
def plans() -> PlanViewSet:
    """Open the door to the plans."""
    return PlanViewSet()


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern | URLResolver]:
    """Open the pages of the money and of what is given."""
    pages: list[Any] = [
        path("", money.Counter.as_view(), name="counter"),
        path("orders/<int:pk>/", money.OneOrder.as_view(), name="order"),
        path("vouchers/", giving.Vouchers.as_view(), name="vouchers"),
        path("vouchers/<int:pk>/", giving.Codes.as_view(), name="codes"),
        path("given/", giving.Given.as_view(), name="given"),
        path("institutions/", giving.Institutions.as_view(), name="institutions"),
    ]
    return [path("membership/", include((pages, "membership")))]


@hooks.register("register_admin_menu_item")
def membership_menu_item() -> ForPublishers:
    """Put it above the plans."""
    counter = reverse_lazy("membership:counter")
    return ForPublishers(_("Membership"), counter, name="membership", icon_name="group", order=405)
