"""Tells those outside who asked to be told of news: search engines by IndexNow, a hub by WebSub."""

from __future__ import annotations

from urllib.parse import urlencode

from kabar.config import Paper
from kabar.fetching import Budget, Fetcher, FetchError

INDEXNOW = "https://api.indexnow.org/indexnow"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
SOON = Budget(seconds=10, bytes=64 * 1024, redirects=2)


class NotTold(Exception):
    """Nobody took the news; the job is done again later."""


def search_engines(paper: Paper, path: str, fetcher: Fetcher | None = None) -> None:
    """Tell search engines that something is new, changed or gone at an address; raise NotTold."""
    key = paper.syndication.indexnow_key
    asked = {"url": paper.address + path, "key": key, "keyLocation": f"{paper.address}/indexnow.txt"}
    _tell(f"{INDEXNOW}?{urlencode(asked)}", fetcher or Fetcher())


def hub(paper: Paper, paths: list[str], fetcher: Fetcher | None = None) -> None:
    """Tell the hub which feeds have news; raise NotTold."""
    said = [("hub.mode", "publish"), *(("hub.url", paper.address + path) for path in paths)]
    _tell(paper.syndication.websub_hub, fetcher or Fetcher(), urlencode(said).encode())


def _tell(url: str, fetcher: Fetcher, data: bytes | None = None) -> None:
    host = url.partition("?")[0]
    try:
        answer = fetcher.fetch(
            url, method="POST" if data else "GET", headers=FORM if data else {}, data=data, budget=SOON
        )
    except FetchError as error:
        raise NotTold(str(error)) from None
    if answer.status >= 400:
        raise NotTold(f"{host}: answered {answer.status}")
