"""Stands before the addresses of accounts: says who comes, and that nothing there is ever stored."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.utils import translation

from kabar.masthead.asking import ReaderRequest
from kabar.readers.addresses import PERSONAL, is_of_accounts
from kabar.readers.door import passes, sessions
from kabar.readers.signing import COOKIE, reader_of, session_of


class AccountDoor:
    """Sets `request.reader` there and nowhere else: a page of the paper never looks at who reads it."""

    def __init__(self, get_response: Callable[[ReaderRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: ReaderRequest) -> HttpResponse:
        """Look at the reader's cookie only behind this door."""
        if not is_of_accounts(request.paper, request.path):
            return self.get_response(request)
        request.reader = reader = reader_of(request)  # type: ignore[attr-defined]
        with translation.override(reader.language if reader else request.paper.language):
            response = self.get_response(request)
        if request.path != PERSONAL and not request.path.startswith(f"{PERSONAL}/"):
            _renew(request, response)
        response.headers["Cache-Control"] = "no-store"
        return response


def _renew(request: ReaderRequest, response: HttpResponse) -> None:
    """Let the session last, and hand over the pass: whoever has just paid reads the next page without ads."""
    if session_of(request) is None or COOKIE in response.cookies:
        return
    sessions.keep_alive(request, response)
    passes.hand_over(request, response)
