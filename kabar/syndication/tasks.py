"""What is told while nobody waits for it."""

from __future__ import annotations

from django.conf import settings
from django_tasks import task

from kabar.syndication import telling


@task()
def tell_search_engines(paper: str, path: str) -> None:
    """Tell search engines of a change at an address; tried again while nobody takes it."""
    telling.search_engines(settings.PAPER.for_key(paper), path)


@task()
def tell_hub(paper: str, paths: list[str]) -> None:
    """Tell the hub of news; tried again while it does not answer."""
    telling.hub(settings.PAPER.for_key(paper), paths)
