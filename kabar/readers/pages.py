"""Pages of the account: of one reader, never stored, and with nothing a search engine should keep."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.utils.translation import get_language

from kabar.masthead.asking import ReaderRequest
from kabar.masthead.head import Head
from kabar.masthead.pages import page
from kabar.readers import rooms
from kabar.readers.addresses import account_path
from kabar.readers.signing import reader_of

#: Nor is a link on it followed.
PRIVATE = "noindex, nofollow"


def room(
    request: ReaderRequest,
    template: str,
    title: str,
    context: Mapping[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Return a page of the account; its template extends `kabar/readers/account.html` in the block `room`."""
    head = Head(title=title, description="", path=request.path, site=request.paper.name, robots=PRIVATE)
    furnished = {
        "head": head,
        "reader": reader_of(request),
        "rooms": rooms.menu(request.paper, request.path),
        "account": account_path(request.paper),
        "csrf_token": get_token(request),
        "page_language": get_language(),
        # There is one printing of an account, and none of it for the rack.
        "lite_switch": "",
        **(context or {}),
    }
    response = page(request, template, furnished, status=status)
    response.headers["Content-Language"] = furnished["page_language"]
    return response


def for_readers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Lead a stranger to the sign-in, and from there back to the page."""

    @wraps(view)
    def opened(request: ReaderRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if reader_of(request) is None:
            door = account_path(request.paper, "sign-in/")
            return HttpResponseRedirect(f"{door}?{urlencode({'next': request.path})}")
        return view(request, *args, **kwargs)

    return opened
