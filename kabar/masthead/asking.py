"""The request of a reader's page: everything a page may know of who asks, and no more."""

from __future__ import annotations

from django.http import HttpRequest

from kabar.config import Paper
from kabar.plates import Variant


class ReaderRequest(HttpRequest):
    """A request as reader views get it, from the press or directly."""

    paper: Paper
    variant: Variant
    for_press: bool
