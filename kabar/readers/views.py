"""The account's page."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kabar.masthead.asking import ReaderRequest
from kabar.readers.pages import for_readers, room


@require_safe
@for_readers
def account(request: ReaderRequest) -> HttpResponse:
    """Show what somebody's account holds."""
    return room(request, "kabar/readers/home.html", _("Account"))
