"""The newsroom's door to advertising."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from kabar.advertising.newsroom import pages
from kabar.advertising.newsroom.campaigns import CampaignViewSet
from kabar.staff.permissions import may
from kabar.staff.rights import BOOK


@hooks.register("register_admin_viewset")
def campaigns() -> CampaignViewSet:
    """Open the door to the campaigns."""
    return CampaignViewSet()


class ForBookers(MenuItem):
    """Leads those who keep campaigns to a page of theirs."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to them."""
        return may(request.user, BOOK)


@hooks.register("register_admin_menu_item")
def funnel_item() -> ForBookers:
    """Put the way from the offer to the purchase below the campaigns."""
    page = reverse_lazy("advertising:funnel")
    return ForBookers(_("Reading without ads"), page, name="without-ads", icon_name="view", order=411)


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern | URLResolver]:
    """Open the pages about one campaign."""
    opened: list[Any] = [
        path("without-ads/", pages.HowTheOfferDoes.as_view(), name="funnel"),
        path("<int:pk>/", pages.OneCampaign.as_view(), name="campaign"),
        path("<int:pk>/preview/", pages.Previewed.as_view(), name="preview"),
        path("<int:pk>/preview/list/", pages.PreviewList.as_view(), name="preview_list"),
    ]
    return [path("advertising/", include((opened, "advertising")))]
