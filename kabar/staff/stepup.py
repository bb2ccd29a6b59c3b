"""Asks again for the second factor before an act that cannot be taken back: killing, alerting, exporting."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from kabar import clock
from kabar.staff.factors import door

FRESH = timedelta(minutes=5)
#: What was written into a form whose sender had to step up first; it is there again afterwards.
KEPT = "kept_while_stepping_up"
AS_MUCH = 4_000


def is_fresh(request: HttpRequest) -> bool:
    """Tell whether this session gave a second factor within the last minutes, or its owner has none."""
    at = door.given_at(request)
    if at is not None and at <= clock.now() <= at + FRESH:
        return True
    return not door.asks(request.user)


def required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a view answer only those who gave a second factor just now; what they sent is kept meanwhile."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs) if is_fresh(request) else ask(request)

    return asked


class Required:
    """Put before a view's other bases, after its guard: the same, for a class with a form."""

    request: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Ask first."""
        return super().dispatch(request, *args, **kwargs) if is_fresh(request) else ask(request)  # type: ignore[misc]

    def get_initial(self) -> dict[str, Any]:
        """Fill in again what was written before the factor was asked for."""
        return {**super().get_initial(), **kept(self.request)}  # type: ignore[misc]


def ask(request: HttpRequest) -> HttpResponse:
    """Lead to the question, and from there back here."""
    written = {name: value for name, value in request.POST.items() if name != "csrfmiddlewaretoken"}
    if written and sum(map(len, written.values())) <= AS_MUCH:
        request.session[KEPT] = {"path": request.path, "written": written}
    return redirect(f"{reverse('step_up')}?{urlencode({'next': request.path})}")


def kept(request: HttpRequest) -> dict[str, str]:
    """Return, once, what was written at this address before the factor was asked for."""
    held = request.session.get(KEPT)
    if request.method != "GET" or not held or held["path"] != request.path:
        return {}
    del request.session[KEPT]
    return held["written"]
