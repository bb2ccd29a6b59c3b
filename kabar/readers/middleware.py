"""Stands before the addresses of accounts: says who comes, and that nothing there is ever stored."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.utils.functional import SimpleLazyObject

from kabar.masthead.asking import ReaderRequest
from kabar.readers.addresses import is_of_accounts
from kabar.readers.signing import reader_of


class AccountDoor:
    """Sets `request.reader` there and nowhere else: a page of the paper never looks at who reads it."""

    def __init__(self, get_response: Callable[[ReaderRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: ReaderRequest) -> HttpResponse:
        """Look at the reader's cookie only behind this door."""
        if not is_of_accounts(request.paper, request.path):
            return self.get_response(request)
        request.reader = SimpleLazyObject(lambda: reader_of(request))  # type: ignore[attr-defined]
        response = self.get_response(request)
        response.headers["Cache-Control"] = "no-store"
        return response
