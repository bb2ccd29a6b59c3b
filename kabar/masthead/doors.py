"""Addresses that begin with a word of the paper's own choice, each paper answering only to its words."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import URLPattern, path

from kabar.masthead.asking import ReaderRequest

View = Callable[..., HttpResponse]


def doors(word: str, rest: str, view: View, name: str) -> list[URLPattern]:
    """Return the addresses of a view, one for each way a paper of the installation spells the word."""
    spellings = dict.fromkeys(getattr(paper.words, word) for paper in settings.PAPER.papers)
    return [path(f"{spelled}/{rest}", _only_for(word, spelled, view), name=name) for spelled in spellings]


def _only_for(word: str, spelled: str, view: View) -> View:
    @wraps(view)
    def opened(request: ReaderRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if getattr(request.paper.words, word) != spelled:
            raise Http404("another paper's word")
        return view(request, *args, **kwargs)

    return opened
