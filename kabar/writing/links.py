"""The links of a story, and whether what they lead to still answers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from hashlib import blake2b
from html import unescape
from typing import Any

from kabar import clock
from kabar.fetching import Budget, Fetcher, FetchError, TooMuch
from kabar.stories.models import Story
from kabar.writing.models import CheckedLink

HREF = re.compile(r"<a\b[^>]*\bhref=\"(https?://[^\"]+)\"", re.I)
#: How many links of a story are looked at; a longer list is a list of links, not a story.
MOST = 40
FRESH = timedelta(days=1)
KEPT = timedelta(days=30)
BUDGET = Budget(seconds=10, bytes=64 * 1024)
#: Answers that say the page itself is missing; others may be a gate or a pause before one that is there.
MISSING = frozenset({404, 410})
#: Some sites do not know the short question and answer it with a refusal.
ASK_AGAIN = frozenset({400, 403, 404, 405, 410, 500, 501, 503})


def links_of(story: Story) -> dict[str, str]:
    """Return the addresses outside that a story leads to, each with the block it first stands in."""
    found: dict[str, str] = {}
    for block in story.body.raw_data:
        for url in _urls(block["value"]):
            found.setdefault(url, block.get("id") or "")
    return dict(list(found.items())[:MOST])


def _urls(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield from (unescape(url) for url in HREF.findall(value))
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name == "url" and isinstance(inner, str) and inner.startswith(("http://", "https://")):
                yield inner
            else:
                yield from _urls(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _urls(inner)


def mark(url: str) -> str:
    """Return the short name an address is kept under."""
    return blake2b(url.encode(), digest_size=16).hexdigest()


def known(urls: Iterable[str]) -> dict[str, CheckedLink]:
    """Return what is known of some addresses."""
    rows = CheckedLink.objects.filter(mark__in=[mark(url) for url in urls])
    return {row.url: row for row in rows}


def stale(urls: Iterable[str]) -> list[str]:
    """Return the addresses that have not been asked within the day."""
    asked = list(urls)
    fresh = {url for url, row in known(asked).items() if row.at > clock.now() - FRESH}
    return [url for url in asked if url not in fresh]


def look(url: str, fetcher: Fetcher | None = None) -> CheckedLink.Answer:
    """Ask an address and keep how it answered."""
    answer, said = _asked(url, fetcher or Fetcher())
    CheckedLink.objects.update_or_create(
        mark=mark(url), defaults={"url": url, "answer": answer, "said": said[:200], "at": clock.now()}
    )
    return answer


def _asked(url: str, fetcher: Fetcher) -> tuple[CheckedLink.Answer, str]:
    """Ask shortly first, and in full where the short question is not understood."""
    try:
        answer = fetcher.fetch(url, method="HEAD", budget=BUDGET)
        if answer.status in ASK_AGAIN:
            answer = fetcher.fetch(url, headers={"Range": "bytes=0-1023"}, budget=BUDGET)
    except TooMuch:
        return CheckedLink.Answer.THERE, ""
    except FetchError as broken:
        return CheckedLink.Answer.GONE, str(broken).removeprefix(f"{url}: ")
    gone = answer.status in MISSING
    return (CheckedLink.Answer.GONE if gone else CheckedLink.Answer.THERE), str(answer.status)
