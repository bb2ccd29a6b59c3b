"""A web address: a feed or a message, asked with conditional requests through the one safe fetcher."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kabar import clock
from kabar.config import Feed
from kabar.fetching import Budget, Fetcher, FetchError, is_outside
from kabar.wire.feeders.asking import Brought, FeedError
from kabar.wire.feeders.web.hub import offer_of
from kabar.wire.parsers.times import instant

#: Nobody may keep us away for longer than this.
LONGEST_WAIT = 24 * 3600.0


def ask(feed: Feed, memory: Mapping[str, Any]) -> Brought:
    """Return what the address holds when it has changed since last time."""
    headers = {
        "Accept": "application/atom+xml, application/rss+xml, application/feed+json, application/json, */*"
    }
    if memory.get("etag"):
        headers["If-None-Match"] = memory["etag"]
    if memory.get("modified"):
        headers["If-Modified-Since"] = memory["modified"]
    if feed.password:
        headers["Authorization"] = f"Bearer {feed.password}"
    fetcher = fetcher_of(feed)
    try:
        answer = fetcher.fetch(
            feed.address, headers=headers, budget=Budget(seconds=feed.budget, bytes=feed.megabytes << 20)
        )
    except FetchError as failed:
        raise FeedError(str(failed)) from None
    if answer.status == 304:
        return Brought(memory=memory)
    if answer.status != 200:
        raise FeedError(
            f"{feed.address}: answers {answer.status}", wait=_wait(answer.headers.get("retry-after", ""))
        )
    marks = {"etag": answer.headers.get("etag", ""), "modified": answer.headers.get("last-modified", "")}
    return Brought(
        ((feed.address, answer.body),), {name: said[:300] for name, said in marks.items() if said},
        offer=offer_of(answer),
    )  # fmt: skip


def fetcher_of(feed: Feed) -> Fetcher:
    """Return the fetcher of a feed: into the publisher's own network only where he says so."""
    return Fetcher(allows=_anywhere if feed.inside else is_outside)


def _anywhere(_number: str) -> bool:
    return True


def _wait(said: str) -> float:
    """Return how many seconds an address asks to be left alone, in either way of saying it."""
    if said.isascii() and said.isdigit():
        return min(float(said[:9]), LONGEST_WAIT)
    until = instant(said)
    return min(max((until - clock.now()).total_seconds(), 0.0), LONGEST_WAIT) if until else 0.0
