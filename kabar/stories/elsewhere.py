"""What departments above have at addresses that look like a story's and are none's of the paper."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse

from kabar.masthead.asking import ReaderRequest

Answer = Callable[[ReaderRequest], HttpResponse | None]

_answers: list[Answer] = []


def answer_by(answer: Answer) -> None:
    """Have a department asked for an address; call it in an app's `ready`."""
    if answer not in _answers:
        _answers.append(answer)


def answered(request: ReaderRequest) -> HttpResponse | None:
    """Return what stands at an address; None for nothing."""
    return next((found for answer in _answers if (found := answer(request)) is not None), None)
