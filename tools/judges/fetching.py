"""Asks for an address the way a stranger does: no cookie, no proxy."""

from __future__ import annotations

import gzip
import urllib.error
import urllib.request
from dataclasses import dataclass


@dataclass(frozen=True)
class Answer:
    """What came back; header names are in small letters."""

    url: str
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def kind(self) -> str:
        """The media type without its parameters."""
        return self.headers.get("content-type", "").split(";")[0].strip().lower()


def fetch(url: str, **headers: str) -> Answer:
    """Ask for an address and give back whatever is answered, errors too."""
    asked = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(url, headers={"User-Agent": "kabar-judges", "Accept": "*/*"} | asked)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        answer = opener.open(request, timeout=30)
    except urllib.error.HTTPError as error:
        answer = error
    with answer:
        found = {name.lower(): value for name, value in answer.headers.items()}
        return Answer(answer.geturl(), answer.status, found, answer.read())


def transferred(url: str) -> int:
    """How many bytes of body travel when the reader's browser takes gzip."""
    return len(fetch(url, Accept_Encoding="gzip").body)


def unzipped(body: bytes) -> bytes:
    """A body as it was before it was put into a .gz file."""
    return gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body
