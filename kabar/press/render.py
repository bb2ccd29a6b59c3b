"""Turns an address into a response with Django's views and templates, and with nothing of the reader's."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpResponse, HttpResponseNotFound, QueryDict
from django.http.response import HttpResponseBase
from django.template.response import SimpleTemplateResponse
from django.urls import Resolver404, get_resolver
from django.utils import translation

from kabar.masthead import fragments
from kabar.masthead.asking import ReaderRequest
from kabar.masthead.pages import printed, reserve
from kabar.plates import Address

FRAGMENTS = "/.fragment/"


def render(address: Address, query: str = "") -> HttpResponseBase:
    """Return the page of an address as every reader of the variant gets it."""
    paper = settings.PAPER.for_host(address.host)
    if paper is None:
        return HttpResponseNotFound(f"{address.host} is not a paper of this installation\n", "text/plain")
    request = reader_request(address, query)
    with translation.override(paper.language):
        if address.path.startswith(FRAGMENTS):
            return _fragment(request, address.path.removeprefix(FRAGMENTS))
        page = _page(request)
    reserve(page, paper)
    return page


def reader_request(address: Address, query: str = "") -> ReaderRequest:
    """Return a request made of the address alone: no cookies, no session, no header of the reader's."""
    paper = settings.PAPER.for_host(address.host) or settings.PAPER
    scheme, host = paper.address.split("://", 1)
    name, _, port = host.partition(":")
    request = ReaderRequest()
    request.method = "GET"
    request.path = request.path_info = unquote(address.path)
    request.META = {
        "REQUEST_METHOD": "GET",
        "SERVER_NAME": name,
        "SERVER_PORT": port or ("443" if scheme == "https" else "80"),
        "HTTP_HOST": host,
        "HTTP_X_FORWARDED_PROTO": scheme,
        "QUERY_STRING": query,
        "PATH_INFO": request.path_info,
    }
    request.GET = QueryDict(query)
    request.paper, request.variant, request.for_press = paper, address.variant, True
    return request


def _fragment(request: ReaderRequest, name: str) -> HttpResponseBase:
    try:
        fragment = fragments.find(name)
    except fragments.UnknownFragment as unknown:
        return HttpResponseNotFound(f"{unknown}\n", "text/plain")
    return printed(HttpResponse(fragment.render(request)), keys=fragment.keys(request.paper.key))


def _page(request: ReaderRequest) -> HttpResponseBase:
    """Call the view of an address; what Django's own handler would catch becomes a page as well."""
    try:
        match = get_resolver().resolve(request.path_info)
        request.resolver_match = match
        response = match.func(request, *match.args, **match.kwargs)
    except (Resolver404, Http404) as missing:
        return _not_found(request, missing)
    except (SuspiciousOperation, PermissionDenied):
        return _not_found(request, Http404())
    return _rendered(response)


def _not_found(request: ReaderRequest, reason: Exception) -> HttpResponseBase:
    handler: Any = get_resolver().resolve_error_handler(404)
    return _rendered(handler(request, exception=reason))


def _rendered(response: HttpResponseBase) -> HttpResponseBase:
    if isinstance(response, SimpleTemplateResponse) and not response.is_rendered:
        return response.render()
    return response
