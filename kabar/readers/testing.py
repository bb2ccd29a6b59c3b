"""Readers for tests, and browsers in which they are signed in."""

from __future__ import annotations

from itertools import count
from typing import Any

from kabar.readers.door.sessions import begin
from kabar.readers.models import Reader
from kabar.readers.signing import COOKIE

_numbers = count(1)


def a_reader(email: str = "", **fields: Any) -> Reader:
    """Return the reader of an address, made when missing."""
    fields = {"paper": "main", **fields}
    address = email or f"budi-{next(_numbers)}@example.id"
    found = Reader.objects.filter(paper=fields["paper"], email=address, erased=None).first()
    return found or Reader.objects.create(email=address, **fields)


def signed_in(client: Any, reader: Reader) -> Any:
    """Give a test's client the cookie of a reader's new session; return the client."""
    _session, secret = begin(reader, device="Chromium", how="code")
    client.cookies[COOKIE] = secret
    return client
