"""What the newsroom answers before Wagtail does: its scripts' words, and the doors that are closed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path, re_path
from django.views.i18n import JavaScriptCatalog
from wagtail.admin.localization import get_localized_response

from kabar.staff.closed import CLOSED, nothing_here
from kabar.staff.factors.views import Invited, SecondFactor, SetUpFactor, SignIn

#: Of every department, with ours over Wagtail's; Wagtail's own view knows only its own.
_words = JavaScriptCatalog.as_view()


def words_of_scripts(request: HttpRequest) -> HttpResponse:
    """Return what scripts say, in the language of who asks."""
    return get_localized_response(_words, request)


urlpatterns = [
    path("jsi18n/", words_of_scripts),
    path("login/", SignIn.as_view()),
    path("second-factor/", SecondFactor.as_view(), name="second_factor"),
    path("second-factor/set-up/", SetUpFactor.as_view(), name="set_up_factor"),
    path("invitation/<str:secret>/", Invited.as_view(), name="invited"),
    *(re_path(address, nothing_here) for address in CLOSED),
]
