"""Finds the paper a request is for, by its host name."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpResponse
from django.utils import translation

from kabar.masthead.asking import ReaderRequest
from kabar.masthead.pages import reserve
from kabar.plates import Variant


class PaperOfHost:
    """Sets `request.paper` and the defaults of a page asked for directly, and speaks the paper's language."""

    def __init__(self, get_response: Callable[[ReaderRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: ReaderRequest) -> HttpResponse:
        paper = settings.PAPER.for_host(request.headers.get("host", "")) or settings.PAPER
        request.paper = paper
        request.variant = Variant.ADS
        request.for_press = False
        with translation.override(paper.language):
            response = self.get_response(request)
        reserve(response, paper)
        return response
