"""Stands at the newsroom's door on every request, whatever address behind it is asked for."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from kabar.staff.factors import door


class NewsroomDoor:
    """Sends back to the door whoever came in by a password alone and by now has a role that asks for more."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.inside = f"/{settings.PAPER.words.newsroom}/"

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Ask who it is only inside; a reader's page never looks at a session."""
        if request.path.startswith(self.inside) and self._lacks_factor(request):
            logout(request)
            return redirect(reverse("wagtailadmin_login"))
        return self.get_response(request)

    def _lacks_factor(self, request: HttpRequest) -> bool:
        user = request.user
        return user.is_authenticated and door.must_give(user) and door.given_at(request) is None
