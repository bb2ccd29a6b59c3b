"""Stands at the newsroom's door on every request, whatever address behind it is asked for."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from kabar.staff import stepup
from kabar.staff.factors import door
from kabar.staff.permissions import may
from kabar.staff.rights import EXPORT

#: Only files of ours run; no script stands in a page. Styles may: menus and tooltips are placed by them.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self'; media-src 'self' blob:; connect-src 'self'; frame-src 'self'; manifest-src 'self'; "
    "form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'self'"
)


class NewsroomDoor:
    """Sends back whoever came in by a password alone and by now has a role that asks for more.

    A list is exported only by those who may, with a fresh second factor, whichever list it is.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.inside = f"/{settings.PAPER.words.newsroom}/"

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Ask who it is only inside; a reader's page never looks at a session."""
        if not request.path.startswith(self.inside):
            return self.get_response(request)
        response = self._sent_back(request) or self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        return response

    def _sent_back(self, request: HttpRequest) -> HttpResponse | None:
        if self._lacks_factor(request):
            logout(request)
            return redirect(reverse("wagtailadmin_login"))
        return self._before_export(request) if "export" in request.GET else None

    def _lacks_factor(self, request: HttpRequest) -> bool:
        user = request.user
        return user.is_authenticated and door.must_give(user) and door.given_at(request) is None

    def _before_export(self, request: HttpRequest) -> HttpResponse | None:
        if request.GET["export"] not in SpreadsheetExportMixin.FORMATS or request.user.is_anonymous:
            return None
        if not may(request.user, EXPORT):
            raise PermissionDenied
        return None if stepup.is_fresh(request) else stepup.ask(request)
