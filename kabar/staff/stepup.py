"""Asks again for the second factor before an act that cannot be taken back: killing, alerting, exporting."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from kabar import clock
from kabar.staff.factors import door
from kabar.staff.rights import EXPORT, KILL, PUSH

FRESH = timedelta(minutes=5)
#: Whoever does one of these gives the second factor again; a view that says its act is asked by its guard.
GRAVE = frozenset({KILL, PUSH, EXPORT})
#: What was written into a form whose sender had to step up first; it is there again afterwards.
KEPT = "kept_while_stepping_up"
AS_MUCH = 4_000


def is_fresh(request: HttpRequest) -> bool:
    """Tell whether this session gave a second factor within the last minutes, or its owner has none."""
    at = door.given_at(request)
    if at is not None and at <= clock.now() <= at + FRESH:
        return True
    return not door.asks(request.user)


def ask(request: HttpRequest) -> HttpResponse:
    """Lead to the question, and from there back here."""
    written = {name: value for name, value in request.POST.items() if name != "csrfmiddlewaretoken"}
    if written and sum(map(len, written.values())) <= AS_MUCH:
        request.session[KEPT] = {"path": request.path, "written": written}
    back = request.get_full_path() if request.method == "GET" else request.path
    return redirect(f"{reverse('step_up')}?{urlencode({'next': back})}")


def kept(request: HttpRequest) -> dict[str, str]:
    """Return, once, what was written at this address before the factor was asked for."""
    held = request.session.get(KEPT)
    if request.method != "GET" or not held or held["path"] != request.path:
        return {}
    del request.session[KEPT]
    return held["written"]
